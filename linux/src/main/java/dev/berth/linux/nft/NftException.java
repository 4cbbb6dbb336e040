package dev.berth.linux.nft;

/** nftables refused a transaction, of which nothing was done; the message is nft's own. */
public final class NftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NftException(String message) {
        super(message);
    }
}
