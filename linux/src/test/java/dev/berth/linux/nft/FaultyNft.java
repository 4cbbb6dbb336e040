package dev.berth.linux.nft;

import dev.berth.linux.testing.Refusals;

/** nftables that refuse some transactions, as a kernel does that has no room for them, and do the others. */
public final class FaultyNft {
    private final Refusals refusals;

    public FaultyNft(Refusals refusals) {
        this.refusals = refusals;
    }

    /** A context in the calling thread's namespace. */
    public NftContext open() {
        return new NftContext(new Channel(NftLibraryChannel.open()));
    }

    private final class Channel implements NftChannel {
        private final NftChannel library;

        Channel(NftChannel library) {
            this.library = library;
        }

        @Override
        public String execute(String commands, boolean handles) {
            refusals.onRequest(commands).ifPresent(reason -> {
                throw new NftException("Error: Could not process rule: " + reason.text());
            });
            return library.execute(commands, handles);
        }

        @Override
        public void close() {
            library.close();
        }
    }
}
