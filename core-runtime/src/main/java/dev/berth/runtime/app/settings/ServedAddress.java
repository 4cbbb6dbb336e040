package dev.berth.runtime.app.settings;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * A value of {@code --host}: {@code unix:///path} or {@code tcp://ADDRESS:PORT}. Without TLS, which is not served, whoever
 * reaches the API is root on the host; so only loopback addresses are taken.
 */
final class ServedAddress {
    private static final String UNIX = "unix://";
    private static final String TCP = "tcp://";
    private static final String DOCKERS_PORT = "2375";

    private ServedAddress() {}

    /** @throws EngineException.InvalidParameter it is none, or one that is not served */
    static SocketAddress parse(String host) {
        if (host.startsWith(UNIX)) {
            String path = (host.equals(UNIX) ? DaemonSettings.DEFAULT_HOST : host).substring(UNIX.length());
            return UnixDomainSocketAddress.of(Path.of(path).toAbsolutePath().normalize());
        }
        if (host.startsWith(TCP)) {
            return tcp(host, host.substring(TCP.length()));
        }
        throw refused(host, "only unix:///path and tcp://127.0.0.1:PORT are served");
    }

    private static SocketAddress tcp(String host, String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon >= 0 && !text.endsWith("]");
        String address = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : DOCKERS_PORT;
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw refused(host, "invalid port " + port);
        }
        InetAddress bound = address(host, address);
        if (!bound.isLoopbackAddress()) {
            throw refused(
                    host,
                    "without TLS, which is not supported, everybody who reaches this address would be root here; only"
                            + " loopback addresses are served");
        }
        return new InetSocketAddress(bound, Integer.parseInt(port));
    }

    private static InetAddress address(String host, String text) {
        if (text.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return Cidr.parseAddress(
                    text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text);
        } catch (EngineException.InvalidParameter wrong) {
            throw refused(host, String.valueOf(wrong.getMessage()));
        }
    }

    private static EngineException.InvalidParameter refused(String host, String why) {
        return new EngineException.InvalidParameter("invalid bind address (" + host + "): " + why);
    }
}
