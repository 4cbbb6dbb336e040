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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Ports held by sockets that are bound and no more, unless a relay serves them: a stream socket does not listen, so a
 * connection that the kernel does not translate is refused rather than left waiting.
 */
final class HostPorts implements PortBinder {
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int BACKLOG = 128;
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Path RESERVED = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");

    private final NamespaceCall host;
    private final Relay relay;

    /** @param host runs what opens sockets in the namespace to take ports in */
    HostPorts(NamespaceCall host) {
        this.host = host;
        this.relay = new Relay(host);
    }

    @Override
    public Held bind(Protocol protocol, InetAddress address, int port, Optional<Relay.Target> target) throws PortInUse {
        Optional<Relay.Target> served = target.filter(any -> protocol != Protocol.SCTP);
        try {
            Fd socket = host.call(() -> open(protocol, address, port, served.isPresent()));
            return served.isPresent() ? serve(protocol, socket, served.get()) : socket::close;
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

    private Held serve(Protocol protocol, Fd socket, Relay.Target target) {
        try {
            return protocol == Protocol.TCP ? relay.connections(socket, target) : relay.datagrams(socket, target);
        } catch (RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private static Fd open(Protocol protocol, InetAddress address, int port, boolean served) {
        boolean listens = served && protocol == Protocol.TCP;
        int type = protocol == Protocol.UDP ? Sockets.SOCK_DGRAM : Sockets.SOCK_STREAM;
        Fd socket = Sockets.open(
                SocketAddress.family(address), type | (served ? Sockets.SOCK_NONBLOCK : 0), protocol.number());
        try {
            if (!(address instanceof Inet4Address)) {
                Sockets.setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            if (listens) {
                // Connections that have just ended keep the port from nobody; one that listens still does.
                Sockets.setOption(socket, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            }
            Sockets.bind(socket, SocketAddress.of(address, port));
            if (listens) {
                Sockets.listen(socket, BACKLOG);
            }
            return socket;
        } catch (RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    @Override
    public EphemeralPorts ephemeral() {
        return host.call(() -> EphemeralPorts.parse(line(RANGE), line(RESERVED)));
    }

    /** In one read of the kernel's: a second one, from further on in the file, would find its end. */
    private static String line(Path setting) throws IOException {
        return String.join("", Files.readAllLines(setting));
    }

    @Override
    public void close() {
        relay.close();
    }
}
