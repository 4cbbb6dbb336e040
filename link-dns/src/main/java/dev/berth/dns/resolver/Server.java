package dev.berth.dns.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A name server that questions can be put to.
 *
 * @param inside whether it is asked from the sandbox's namespace, else from the host's
 */
record Server(InetAddress address, boolean inside) {
    private static final int DNS_PORT = 53;

    InetSocketAddress endpoint() {
        return new InetSocketAddress(address, DNS_PORT);
    }
}
