package dev.berth.linux.nft;

/** Commands to nftables and what it prints. */
interface NftChannel extends AutoCloseable {
    /**
     * Does all of the commands or nothing.
     *
     * @param handles whether each object that is printed has its handle behind it
     * @return what nft prints
     * @throws NftException if nft refuses them, with its words
     */
    String execute(String commands, boolean handles);

    @Override
    void close();
}
