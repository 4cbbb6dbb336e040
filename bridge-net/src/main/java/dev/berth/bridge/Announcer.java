package dev.berth.bridge;

import dev.berth.linux.netlink.Link;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/** Tells a bridge's containers, and the host, where an endpoint's addresses are now. */
final class Announcer {
    private static final int AF_PACKET = 17; // linux/socket.h
    private static final int SOCKADDR_LL = 20; // linux/if_packet.h

    private final HostNamespace host;

    Announcer(HostNamespace host) {
        this.host = host;
    }

    /**
     * Sent from the bridge itself and before the endpoint's own link is up, for the kernel drops what a link sends
     * until the bridge has noticed that it is. Whoever misses it asks again when nobody answers at the old place.
     */
    void announce(Link bridge, BridgeEndpoint endpoint) {
        List<InetAddress> addresses = Stream.concat(endpoint.ipv4().stream(), endpoint.ipv6().stream())
                .map(Cidr::address)
                .toList();
        addresses.forEach(address -> host.links().deleteNeighbour(bridge.index(), address));
        if (addresses.isEmpty()) {
            return;
        }
        try (Fd socket = host.call(() -> Sockets.open(AF_PACKET, Sockets.SOCK_RAW, 0))) {
            Sockets.bind(socket, everythingOn(bridge));
            addresses.forEach(address -> Sockets.send(socket, Announcement.frame(address, endpoint.mac())));
        } catch (ErrnoException bridgeIsDown) {
            return;
        }
    }

    private static byte[] everythingOn(Link link) {
        return ByteBuffer.allocate(SOCKADDR_LL)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort((short) 0)
                .putInt(link.index())
                .array();
    }
}
