package dev.berth.bridge;

import dev.berth.linux.netlink.Link;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Tells a bridge's containers, and the host, where an endpoint's addresses are now. */
final class Announcer {
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
        try {
            addresses.forEach(address -> host.frames().send(bridge, Announcement.frame(address, endpoint.mac())));
        } catch (ErrnoException bridgeIsDown) {
            return;
        }
    }
}
