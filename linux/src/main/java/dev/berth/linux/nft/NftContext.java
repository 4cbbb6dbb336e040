package dev.berth.linux.nft;

import dev.berth.linux.sys.NetNs;

/**
 * nftables of one network namespace, in nft's own language, by libnftables in this process.
 *
 * <p>Its netlink socket is opened with it, in the namespace of the thread that does so, and stays there. The one thing
 * that libnftables asks the calling thread's namespace for is the index of an interface: match {@code iifname} and
 * {@code oifname}, never {@code iif} and {@code oif}.
 *
 * @see <a href="https://man.archlinux.org/man/libnftables.3">libnftables(3)</a>
 */
public final class NftContext implements AutoCloseable {
    private final NftChannel channel;

    NftContext(NftChannel channel) {
        this.channel = channel;
    }

    /** A context in the calling thread's network namespace. */
    public static NftContext open() {
        return new NftContext(NftLibraryChannel.open());
    }

    /** A context in that namespace, usable from any thread; the handle may be closed before it. */
    public static NftContext open(NetNs namespace) {
        return namespace.call(NftContext::open);
    }

    /**
     * Does all of the commands or nothing.
     *
     * @param commands lines as {@code nft -f} reads them
     * @throws NftException if nft refuses them, with its words
     */
    public void run(String commands) {
        channel.execute(commands, false);
    }

    /**
     * Does a command that prints something.
     *
     * @param command such as {@code list table inet berth}
     * @return what nft prints
     * @throws NftException if nft refuses it, with its words
     */
    public String list(String command) {
        return channel.execute(command, false);
    }

    /**
     * As {@link #list}, with each object's handle behind it, {@code # handle 7}: rules can be deleted by that alone.
     *
     * @throws NftException if nft refuses it, with its words
     */
    public String listWithHandles(String command) {
        return channel.execute(command, true);
    }

    /** Frees the context; the second call does nothing. */
    @Override
    public void close() {
        channel.close();
    }
}
