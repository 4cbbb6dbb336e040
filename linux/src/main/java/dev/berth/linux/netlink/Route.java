package dev.berth.linux.netlink;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A unicast route of the main table.
 *
 * @param destination the network's address; 0.0.0.0 or :: with prefix 0 = default
 * @param prefix length, 0..32 or 0..128
 * @param gateway the next hop; empty = the destination is on the link
 * @param index of the interface it leaves by; empty = the kernel finds it from the gateway
 * @param source preferred source address
 * @param metric lower wins; 0 = the kernel's default
 */
public record Route(
        InetAddress destination,
        int prefix,
        Optional<InetAddress> gateway,
        OptionalInt index,
        Optional<InetAddress> source,
        int metric) {
    public Route {
        int most = destination instanceof Inet4Address ? 32 : 128;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException("route to " + destination.getHostAddress() + "/" + prefix);
        }
        if (gateway.isEmpty() && index.isEmpty()) {
            throw new IllegalArgumentException(
                    "route to " + destination.getHostAddress() + "/" + prefix + " with neither gateway nor interface");
        }
    }

    /** The default route of the gateway's family. */
    public static Route defaultVia(InetAddress gateway) {
        return new Route(any(gateway), 0, Optional.of(gateway), OptionalInt.empty(), Optional.empty(), 0);
    }

    /** The default route of the gateway's family by a chosen interface, needed for a link-local gateway. */
    public static Route defaultVia(InetAddress gateway, int index) {
        return new Route(any(gateway), 0, Optional.of(gateway), OptionalInt.of(index), Optional.empty(), 0);
    }

    /** A route by a gateway. */
    public static Route via(InetAddress destination, int prefix, InetAddress gateway) {
        return new Route(destination, prefix, Optional.of(gateway), OptionalInt.empty(), Optional.empty(), 0);
    }

    /** A route to what is on an interface itself. */
    public static Route onLink(InetAddress destination, int prefix, int index) {
        return new Route(destination, prefix, Optional.empty(), OptionalInt.of(index), Optional.empty(), 0);
    }

    public boolean isDefault() {
        return prefix == 0;
    }

    private static InetAddress any(InetAddress sameFamily) {
        return NetAddresses.of(new byte[sameFamily instanceof Inet6Address ? 16 : 4]);
    }
}
