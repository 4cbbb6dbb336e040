package dev.berth.linux.netlink;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Links, addresses, routes and neighbours of one network namespace. Safe for several threads, whose requests go one
 * after the other.
 *
 * <p>Every change throws {@link ErrnoException} with the kernel's reason, such as EEXIST, ENODEV, EBUSY.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
public final class RtNetlink implements AutoCloseable {
    private static final int CREATE = NetlinkMessage.F_CREATE | NetlinkMessage.F_EXCLUSIVE;

    private final NetlinkChannel socket;

    RtNetlink(NetlinkChannel socket) {
        this.socket = socket;
    }

    /** A connection in the calling thread's network namespace. */
    public static RtNetlink open() {
        return new RtNetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /** A connection in that namespace, usable from any thread; the handle may be closed before it. */
    public static RtNetlink open(NetNs namespace) {
        return namespace.call(RtNetlink::open);
    }

    /** All links, by index. */
    public List<Link> links() {
        return socket
                .dump("RTM_GETLINK", LinkMessage.GETLINK, LinkMessage.start(0).toBytes())
                .stream()
                .filter(message -> message.type() == LinkMessage.NEWLINK)
                .map(LinkMessage::parse)
                .toList();
    }

    /** The link of that name. */
    public Optional<Link> link(String name) {
        return link(name, LinkMessage.named(name));
    }

    /** The link of that index. */
    public Optional<Link> link(int index) {
        return link("index " + index, LinkMessage.start(index).toBytes());
    }

    private Optional<Link> link(String detail, byte[] payload) {
        try {
            return socket.request("RTM_GETLINK", detail, LinkMessage.GETLINK, 0, payload).stream()
                    .map(LinkMessage::parse)
                    .findFirst();
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Makes a bridge, down. Equivalent to: {@code ip link add NAME type bridge}.
     *
     * @param name 1..15 bytes
     * @param mtu bytes, 68..65535; 0 = the kernel's default
     * @param mac six bytes; empty = the kernel chooses, and changes it with the ports
     */
    public void newBridge(String name, int mtu, Optional<byte[]> mac) {
        create(name, LinkMessage.newLink("bridge", name, mtu, mac));
    }

    /** Makes a veth pair, both ends down. Equivalent to: {@code ip link add NAME type veth peer name PEER netns NS}. */
    public void newVeth(VethSpec spec) {
        create(spec.name() + " with peer " + spec.peerName(), LinkMessage.newVeth(spec));
    }

    private void create(String detail, byte[] payload) {
        socket.request("RTM_NEWLINK", detail, LinkMessage.NEWLINK, CREATE, payload);
    }

    /**
     * Removes a link, and the other end of a veth pair with it. Equivalent to: {@code ip link delete NAME}.
     *
     * @throws ErrnoException ENODEV if there is none of that name
     */
    public void deleteLink(String name) {
        socket.request("RTM_DELLINK", name, LinkMessage.DELLINK, 0, LinkMessage.named(name));
    }

    /** Equivalent to: {@code ip link set dev X up}. */
    public void setUp(int index) {
        set(index, "up", LinkMessage.start((byte) 0, index, LinkMessage.IFF_UP, LinkMessage.IFF_UP));
    }

    /** Equivalent to: {@code ip link set dev X down}. */
    public void setDown(int index) {
        set(index, "down", LinkMessage.start((byte) 0, index, 0, LinkMessage.IFF_UP));
    }

    /** Makes a link a port of a bridge; {@code master} 0 takes it out. Equivalent to: {@code ip link set X master Y}. */
    public void setMaster(int index, int master) {
        set(index, "master " + master, LinkMessage.start(index).put(LinkMessage.IFLA_MASTER, master));
    }

    /** Equivalent to: {@code ip link set dev X mtu N}. @param mtu bytes, 68..65535 */
    public void setMtu(int index, int mtu) {
        set(index, "mtu " + mtu, LinkMessage.start(index).put(LinkMessage.IFLA_MTU, mtu));
    }

    /** Equivalent to: {@code ip link set dev X address MAC}. @param mac six bytes */
    public void setMac(int index, byte[] mac) {
        set(index, "mac " + NetAddresses.mac(mac), LinkMessage.start(index).put(LinkMessage.IFLA_ADDRESS, mac));
    }

    /** Equivalent to: {@code ip link set dev X name NAME}. */
    public void rename(int index, String name) {
        LinkMessage.requireName(name);
        set(index, "name " + name, LinkMessage.start(index).put(LinkMessage.IFLA_IFNAME, name));
    }

    /** Moves a link, which goes down and loses its addresses. Equivalent to: {@code ip link set dev X netns NS}. */
    public void setNetNs(int index, NetNs namespace) {
        int fd = namespace.fd().number();
        set(index, namespace.toString(), LinkMessage.start(index).put(LinkMessage.IFLA_NET_NS_FD, fd));
    }

    /** Sets all that a {@link BridgePort} says of a link that has a master. */
    public void setBridgePort(int index, BridgePort port) {
        byte[] payload = LinkMessage.bridgePort(index, port);
        socket.request("RTM_SETLINK", "index " + index + ", " + port, 19, 0, payload);
    }

    private void set(int index, String what, AttributeWriter message) {
        socket.request("RTM_NEWLINK", "index " + index + ", " + what, LinkMessage.NEWLINK, 0, message.toBytes());
    }

    /** All addresses of both families. */
    public List<Address> addresses() {
        return socket.dump("RTM_GETADDR", AddressMessage.GETADDR, AddressMessage.all()).stream()
                .filter(message -> message.type() == AddressMessage.NEWADDR)
                .flatMap(message -> AddressMessage.parse(message).stream())
                .toList();
    }

    /**
     * Gives a link an address; an IPv6 one is usable at once. Equivalent to: {@code ip address add A/P dev X [nodad]}.
     *
     * @param prefix length, 0..32 or 0..128
     */
    public void addAddress(int index, InetAddress address, int prefix) {
        address("RTM_NEWADDR", AddressMessage.NEWADDR, CREATE, new Address(index, address, prefix));
    }

    /** Equivalent to: {@code ip address delete A/P dev X}. @throws ErrnoException EADDRNOTAVAIL if it is not there */
    public void deleteAddress(int index, InetAddress address, int prefix) {
        address("RTM_DELADDR", AddressMessage.DELADDR, 0, new Address(index, address, prefix));
    }

    private void address(String call, int type, int flags, Address it) {
        socket.request(
                call,
                it.address().getHostAddress() + "/" + it.prefix() + " on index " + it.index(),
                type,
                flags,
                AddressMessage.of(it.index(), it.address(), it.prefix()));
    }

    /** The unicast routes of the main table, both families. */
    public List<Route> routes() {
        return List.of(NetAddresses.AF_INET, NetAddresses.AF_INET6).stream()
                .flatMap(
                        family -> socket.dump("RTM_GETROUTE", RouteMessage.GETROUTE, RouteMessage.all(family)).stream())
                .filter(message -> message.type() == RouteMessage.NEWROUTE)
                .flatMap(message -> RouteMessage.parse(message).stream())
                .toList();
    }

    /** Equivalent to: {@code ip route add}. @throws ErrnoException ENETUNREACH if the gateway is on no link */
    public void addRoute(Route route) {
        socket.request("RTM_NEWROUTE", route.toString(), RouteMessage.NEWROUTE, CREATE, RouteMessage.add(route));
    }

    /** Equivalent to: {@code ip route delete}. @throws ErrnoException ESRCH if it is not there */
    public void deleteRoute(Route route) {
        socket.request("RTM_DELROUTE", route.toString(), RouteMessage.DELROUTE, 0, RouteMessage.delete(route));
    }

    /** What is known of the neighbours, both families. */
    public List<Neighbour> neighbours() {
        return socket.dump("RTM_GETNEIGH", NeighbourMessage.GETNEIGH, NeighbourMessage.all()).stream()
                .filter(message -> message.type() == NeighbourMessage.NEWNEIGH)
                .flatMap(message -> NeighbourMessage.parse(message).stream())
                .toList();
    }

    /** Equivalent to: {@code ip neighbour replace A lladdr MAC dev X nud permanent}. @param mac six bytes */
    public void addNeighbour(int index, InetAddress address, byte[] mac) {
        Neighbour neighbour = new Neighbour(index, address, NetAddresses.mac(mac), Neighbour.PERMANENT);
        socket.request(
                "RTM_NEWNEIGH",
                neighbour.toString(),
                NeighbourMessage.NEWNEIGH,
                NetlinkMessage.F_CREATE | NetlinkMessage.F_REPLACE,
                NeighbourMessage.of(neighbour, Optional.of(mac)));
    }

    /** Forgets what is known of an address on a link; nothing happens if that is nothing. */
    public void deleteNeighbour(int index, InetAddress address) {
        Neighbour neighbour = new Neighbour(index, address, "", 0);
        try {
            socket.request(
                    "RTM_DELNEIGH",
                    neighbour.toString(),
                    NeighbourMessage.DELNEIGH,
                    0,
                    NeighbourMessage.of(neighbour, Optional.empty()));
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
    }

    /** Forgets all neighbours on a link, permanent ones too. */
    public void flushNeighbours(int index) {
        neighbours().stream()
                .filter(each -> each.index() == index)
                .forEach(each -> deleteNeighbour(index, each.address()));
    }

    /** Closes the connection. */
    @Override
    public void close() {
        socket.close();
    }
}
