package dev.berth.plugin.network;

import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What join did and what is left to the caller.
 *
 * @param attachment where the interface is now
 * @param gateway4 the default route's next hop in IPv4
 * @param gateway6 the default route's next hop in IPv6
 * @param routes further routes for the sandbox
 */
public record JoinInfo(
        Attachment attachment,
        Optional<InetAddress> gateway4,
        Optional<InetAddress> gateway6,
        List<StaticRoute> routes) {
    public JoinInfo {
        routes = List.copyOf(routes);
    }

    /** Where the interface is when join returns. */
    public sealed interface Attachment {}

    /** It is in the sandbox under the name asked for, and down. */
    public record InSandbox(String interfaceName) implements Attachment {}

    /** It is in the host's namespace under this name; the caller moves it in and renames it. */
    public record OnHost(String sourceName, String destinationPrefix) implements Attachment {}

    /** A route; without next hop it is on link. */
    public record StaticRoute(Cidr destination, Optional<InetAddress> nextHop) {}
}
