package dev.berth.bridge.port;

import java.net.Inet4Address;
import java.net.InetAddress;

/** An address and port as Docker writes them in messages. */
final class PortText {
    private PortText() {}

    /** {@code 0.0.0.0:8080}, {@code [::]:8080}. */
    static String of(InetAddress address, int port) {
        return of(address) + ":" + port;
    }

    /** As {@link #of(InetAddress, int)}, for a range of ports. */
    static String of(InetAddress address, int from, int to) {
        return of(address, from) + (to == from ? "" : "-" + to);
    }

    private static String of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        return "[" + (address.isAnyLocalAddress() ? "::" : address.getHostAddress()) + "]";
    }
}
