package dev.berth.linux.netlink;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.testing.Refusals;
import java.util.List;

/** A kernel that refuses some requests by netlink and does the others. */
public final class FaultyNetlink {
    private final Refusals refusals;

    public FaultyNetlink(Refusals refusals) {
        this.refusals = refusals;
    }

    /** A connection in the calling thread's namespace. */
    public RtNetlink links() {
        return new RtNetlink(new Channel(NetlinkSocket.open(NetlinkSocket.ROUTE)));
    }

    /** The same for tracked connections. */
    public Conntrack flows() {
        return new Conntrack(new Channel(NetlinkSocket.open(NetlinkSocket.NETFILTER)));
    }

    /** The same for questions about nftables. */
    public NfTables tables() {
        return new NfTables(new Channel(NetlinkSocket.open(NetlinkSocket.NETFILTER)));
    }

    private void came(String call, String detail) {
        refusals.onRequest(call + " " + detail).ifPresent(reason -> {
            throw new ErrnoException(call, detail, reason.number());
        });
    }

    private final class Channel implements NetlinkChannel {
        private final NetlinkChannel kernel;

        Channel(NetlinkChannel kernel) {
            this.kernel = kernel;
        }

        @Override
        public List<NetlinkMessage> request(String call, String detail, int type, int flags, byte[] payload) {
            came(call, detail);
            return kernel.request(call, detail, type, flags, payload);
        }

        @Override
        public List<NetlinkMessage> dump(String call, int type, byte[] payload) {
            came(call, "dump");
            return kernel.dump(call, type, payload);
        }

        @Override
        public void close() {
            kernel.close();
        }
    }
}
