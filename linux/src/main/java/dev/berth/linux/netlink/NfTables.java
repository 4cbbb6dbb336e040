package dev.berth.linux.netlink;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;

/**
 * Small questions about the nftables of one network namespace, each a single request to the kernel. libnftables, which
 * has the words for everything, reads whole tables before it answers.
 *
 * @see <a href="https://wiki.nftables.org/">nftables</a>
 */
public final class NfTables implements AutoCloseable {
    // linux/netfilter/nfnetlink.h and nf_tables.h
    private static final int SUBSYSTEM = 10 << 8;
    private static final int NFT_MSG_GETCHAIN = 4;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;

    /** A family of tables, with nft's word for it. */
    public enum Family {
        IP("ip", 2),
        IP6("ip6", 10);

        private final String word;
        private final int number;

        Family(String word, int number) {
            this.word = word;
            this.number = number;
        }

        /** {@code ip} or {@code ip6}. */
        public String word() {
            return word;
        }
    }

    private final NetlinkChannel socket;

    NfTables(NetlinkChannel socket) {
        this.socket = socket;
    }

    /** A connection in the calling thread's network namespace. */
    public static NfTables open() {
        return new NfTables(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /** A connection in that namespace, usable from any thread. */
    public static NfTables open(NetNs namespace) {
        return namespace.call(NfTables::open);
    }

    /** True if there is such a chain; false also if there is no such table. @throws ErrnoException ENOMEM ... */
    public boolean hasChain(Family family, String table, String chain) {
        byte[] payload = new AttributeWriter()
                .raw(new byte[] {(byte) family.number, 0, 0, 0})
                .put(NFTA_CHAIN_TABLE, table)
                .put(NFTA_CHAIN_NAME, chain)
                .toBytes();
        try {
            socket.request(
                    "NFT_MSG_GETCHAIN",
                    family.word + " " + table + " " + chain,
                    SUBSYSTEM | NFT_MSG_GETCHAIN,
                    0,
                    payload);
            return true;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
