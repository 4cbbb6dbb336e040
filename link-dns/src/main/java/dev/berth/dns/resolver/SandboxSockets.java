package dev.berth.dns.resolver;

import dev.berth.linux.nft.NftContext;
import dev.berth.linux.nft.NftException;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.EngineException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The sockets on which a sandbox's questions arrive: opened inside its namespace, served by the shared loop. */
final class SandboxSockets implements AutoCloseable {
    private static final int LARGEST_QUERY = 4096;
    private static final int RECEIVE_BUFFER = 1 << 20;
    private static final long PATIENCE_SECONDS = 30;

    private final Channel udp;
    private final Channel tcp;

    private SandboxSockets(Channel udp, Channel tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Channels take their socket when they are constructed, so it belongs to the namespace they are constructed in. */
    private record Made(DatagramChannel udp, ServerSocketChannel tcp, NftContext nft) {}

    /** Opens them and redirects port 53 to them; on failure nothing is left. */
    static SandboxSockets open(
            NetNs sandbox, Transport transport, EventLoop loop, ChannelHandler onUdp, ChannelHandler onTcp) {
        Made made = sandbox.call(
                () -> new Made(transport.datagram(SocketProtocolFamily.INET), transport.server(), NftContext.open()));
        try (NftContext nft = made.nft()) {
            InetSocketAddress anyPort = new InetSocketAddress(RedirectRules.ADDRESS, 0);
            ChannelFuture listening = listen(made.tcp(), loop, onTcp, anyPort);
            made.udp().config().setOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
            transport.readMany(made.udp().config(), LARGEST_QUERY);
            made.udp().pipeline().addLast(onUdp);
            // What the loop is given it does in this order, so that both are waited for once.
            loop.register(made.udp());
            ChannelFuture bound = made.udp().bind(anyPort);
            await(listening);
            await(bound);
            redirect(
                    nft,
                    made.udp().localAddress().getPort(),
                    made.tcp().localAddress().getPort());
            return new SandboxSockets(made.udp(), made.tcp());
        } catch (RuntimeException failure) {
            made.udp().unsafe().closeForcibly();
            made.tcp().unsafe().closeForcibly();
            throw failure;
        }
    }

    private static void redirect(NftContext nft, int udpPort, int tcpPort) {
        try {
            nft.run(RedirectRules.create(udpPort, tcpPort));
        } catch (NftException refused) {
            if (!refused.says(Errno.EEXIST)) {
                throw refused;
            }
            nft.run(RedirectRules.replace(udpPort, tcpPort));
        }
    }

    private static ChannelFuture listen(
            ServerSocketChannel channel, EventLoop loop, ChannelHandler onTcp, InetSocketAddress address) {
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .childHandler(onTcp)
                .bind(address);
    }

    private static void await(ChannelFuture future) {
        if (!future.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new EngineException.SystemFailure("open DNS sockets: the event loop does not answer");
        }
        if (!future.isSuccess()) {
            throw new EngineException.SystemFailure("open DNS sockets: " + future.cause(), future.cause());
        }
    }

    @Override
    public void close() {
        udp.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        tcp.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
