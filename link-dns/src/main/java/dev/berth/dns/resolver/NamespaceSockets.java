package dev.berth.dns.resolver;

import dev.berth.linux.sys.NetNs;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Sockets inside one sandbox, or on the host: in the namespace of the event loop's own thread. */
final class NamespaceSockets implements UpstreamSockets {
    /** Docker's. */
    private static final long TIMEOUT_MILLIS = 4_000;

    private final Path sandbox;
    private final EventLoop loop;

    NamespaceSockets(Path sandbox, EventLoop loop) {
        this.sandbox = sandbox;
        this.loop = loop;
    }

    @Override
    public Upstream udp(Forwarder.Server server) {
        return new UdpUpstream(open(server, NioDatagramChannel::new), loop, server.endpoint(), TIMEOUT_MILLIS);
    }

    @Override
    public void askByTcp(Forwarder.Server server, TcpExchange.Request request) {
        TcpExchange.start(open(server, NioSocketChannel::new), loop, server.endpoint(), TIMEOUT_MILLIS, request);
    }

    private <T> T open(Forwarder.Server server, Callable<T> make) {
        if (server.inside()) {
            try (NetNs namespace = NetNs.open(sandbox)) {
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
