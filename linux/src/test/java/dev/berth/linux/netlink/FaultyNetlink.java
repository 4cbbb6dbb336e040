package dev.berth.linux.netlink;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import java.util.ArrayList;
import java.util.List;

/** A kernel that refuses one request, the one that a test chooses by its number, and does the others. */
public final class FaultyNetlink {
    private final List<String> requests = new ArrayList<>();
    private Errno errno = Errno.EIO;
    private int refused = -1;

    /** A connection in that namespace that this object watches. */
    public RtNetlink open(NetNs namespace) {
        return new RtNetlink(new Channel(namespace.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE))));
    }

    /** From now on: refuses the request of that number, counted from 0, with this reason. */
    public synchronized void refuse(int number, Errno reason) {
        requests.clear();
        refused = number;
        errno = reason;
    }

    /** From now on: refuses nothing. */
    public synchronized void obey() {
        refuse(-1, Errno.EIO);
    }

    /** True if the request of that number has come. */
    public synchronized boolean hasRefused() {
        return refused >= 0 && requests.size() > refused;
    }

    private synchronized void came(String call, String detail) {
        requests.add(call + " " + detail);
        if (requests.size() - 1 == refused) {
            throw new ErrnoException(call, detail, errno.number());
        }
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
