package dev.berth.dns.resolver;

import dev.berth.linux.sys.NetNs;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Sockets inside one sandbox, or on the host: in the namespace of the event loop's own thread. */
final class NamespaceSockets implements UpstreamSockets {
    private final Optional<Path> sandbox;
    private final Transport transport;
    private final EventLoop loop;

    /** @param sandbox namespace to open in; empty for the host */
    NamespaceSockets(Optional<Path> sandbox, Transport transport, EventLoop loop) {
        this.sandbox = sandbox;
        this.transport = transport;
        this.loop = loop;
    }

    @Override
    public Upstream udp(Server server) {
        SocketProtocolFamily family =
                server.address() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return new UdpUpstream(transport, open(server, () -> transport.datagram(family)), loop, server.endpoint());
    }

    @Override
    public void askByTcp(Server server, TcpExchange.Request request) {
        TcpExchange.start(
                open(server, transport::stream), loop, server.endpoint(), UdpUpstream.TIMEOUT_MILLIS, request);
    }

    private <T> T open(Server server, Callable<T> make) {
        if (sandbox.isPresent()) {
            try (NetNs namespace = NetNs.open(sandbox.get())) {
                return namespace.call(make);
            }
        }
        try {
            return make.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("open a socket to " + server, failure);
        }
    }
}
