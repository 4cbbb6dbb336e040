package dev.berth.linux.nft;

import dev.berth.linux.sys.Errno;

/** nftables refused a transaction, of which nothing was done; the message is nft's own. */
public final class NftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NftException(String message) {
        super(message);
    }

    /** True if that is why; libnftables tells it in words only. */
    public boolean says(Errno errno) {
        String words = String.valueOf(getMessage());
        return words.contains(errno.text()) || words.contains(errno.message());
    }
}
