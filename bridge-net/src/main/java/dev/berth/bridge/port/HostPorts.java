package dev.berth.bridge.port;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.Protocol;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Ports held by sockets that are bound and no more: a stream socket does not listen, so a connection that the kernel
 * does not translate is refused rather than left waiting.
 */
final class HostPorts implements PortBinder {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Path RESERVED = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");

    private final NamespaceCall host;

    /** @param host runs what opens sockets in the namespace to take ports in */
    HostPorts(NamespaceCall host) {
        this.host = host;
    }

    @Override
    public Held bind(Protocol protocol, InetAddress address, int port) throws PortInUse {
        try {
            return host.call(() -> open(protocol, address, port));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EADDRINUSE) {
                throw new PortInUse(failure.toString());
            }
            // Many kernels have no SCTP; the rule that translates it does without.
            if (protocol == Protocol.SCTP && failure.errno() == Errno.EPROTONOSUPPORT) {
                return () -> {};
            }
            throw new EngineException.SystemFailure(
                    "failed to bind port " + PortText.of(address, port) + "/" + protocol.word() + ": "
                            + failure.errno().text().toLowerCase(Locale.ROOT),
                    failure);
        }
    }

    private static Held open(Protocol protocol, InetAddress address, int port) {
        boolean v4 = address instanceof Inet4Address;
        int type = protocol == Protocol.UDP ? SOCK_DGRAM : SOCK_STREAM;
        Fd socket = Sockets.open(v4 ? AF_INET : AF_INET6, type, protocol.number());
        try {
            if (!v4) {
                Sockets.setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            Sockets.bind(socket, v4 ? sockaddrIn(address, port) : sockaddrIn6(address, port));
            return socket::close;
        } catch (RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private static byte[] sockaddrIn(InetAddress address, int port) {
        return start(16, AF_INET, port).put(address.getAddress()).array();
    }

    private static byte[] sockaddrIn6(InetAddress address, int port) {
        return start(28, AF_INET6, port).putInt(0).put(address.getAddress()).array();
    }

    private static ByteBuffer start(int size, int family, int port) {
        ByteBuffer bytes =
                ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort((short) family);
        return bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    }

    @Override
    public EphemeralPorts ephemeral() {
        return host.call(() -> EphemeralPorts.parse(line(RANGE), line(RESERVED)));
    }

    /** In one read of the kernel's: a second one, from further on in the file, would find its end. */
    private static String line(Path setting) throws IOException {
        return String.join("", Files.readAllLines(setting));
    }
}
