package dev.berth.linux.netlink;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import java.util.List;
import java.util.function.Predicate;

/**
 * The connections that one network namespace tracks. They outlive the rules that made them: a UDP client that goes on
 * sending keeps its translation to a container that is gone, until the flow is deleted.
 *
 * @see <a href="https://docs.kernel.org/networking/nf_conntrack-sysctl.html">connection tracking</a>
 */
public final class Conntrack implements AutoCloseable {
    private final NetlinkChannel socket;

    Conntrack(NetlinkChannel socket) {
        this.socket = socket;
    }

    /** A connection in the calling thread's network namespace. */
    public static Conntrack open() {
        return new Conntrack(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /** A connection in that namespace, usable from any thread. */
    public static Conntrack open(NetNs namespace) {
        return namespace.call(Conntrack::open);
    }

    /** All flows of both families. Equivalent to: {@code conntrack -L}. */
    public List<Flow> flows() {
        return list().stream()
                .flatMap(message -> FlowMessage.parse(message).stream())
                .toList();
    }

    private List<NetlinkMessage> list() {
        return socket.dump("IPCTNL_MSG_CT_GET", FlowMessage.GET, FlowMessage.all()).stream()
                .filter(message -> message.type() == FlowMessage.NEW)
                .toList();
    }

    /**
     * Deletes the flows that were begun towards a published port.
     *
     * @param protocol such as {@link Flow#UDP}
     * @param port of the host, 1..65535
     * @return how many
     */
    public int deleteByHostPort(int protocol, int port) {
        return delete(flow -> flow.protocol() == protocol && flow.destinationPort() == port);
    }

    /** Deletes the flows chosen; one that ended meanwhile counts too. @return how many */
    public int delete(Predicate<Flow> which) {
        List<NetlinkMessage> chosen = list().stream()
                .filter(message -> FlowMessage.parse(message).filter(which).isPresent())
                .toList();
        chosen.forEach(this::delete);
        return chosen.size();
    }

    private void delete(NetlinkMessage listed) {
        try {
            socket.request("IPCTNL_MSG_CT_DELETE", "one flow", FlowMessage.DELETE, 0, FlowMessage.delete(listed));
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        socket.close();
    }
}
