package dev.berth.plugin.server;

import dev.berth.plugin.EngineException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a plugin on a Unix socket. One thread does the I/O, which keeps the process alive until {@link #close}; calls
 * run each on a thread of its own while they last, so that a slow one holds up nobody else.
 */
public final class PluginServer implements AutoCloseable {
    /** The most a request's body may have, bytes. */
    public static final int LARGEST_BODY = 1024 * 1024;

    /** Calls under way at once; more are run by the I/O thread, which slows their clients down. */
    private static final int MOST_CALLS = 128;

    private final Path socket;
    private final MultiThreadIoEventLoopGroup loop;
    private final ExecutorService calls;

    /** Closed one by one, for the loop's end does not always close the sockets of those that are idle. */
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final Channel listening;

    private PluginServer(Path socket, PluginRouter router) {
        this.socket = socket;
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("plugin-io", false), NioIoHandler.newFactory());
        this.calls = new ThreadPoolExecutor(
                0,
                MOST_CALLS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("plugin-call", true),
                new ThreadPoolExecutor.CallerRunsPolicy());
        this.listening = listen(router);
    }

    /**
     * Serves from now on.
     *
     * @param socket its directory is made; a socket that nobody serves any more is replaced
     * @throws EngineException.Conflict somebody serves there, or it is another kind of file
     * @throws EngineException.SystemFailure it cannot be bound
     */
    public static PluginServer serve(Path socket, PluginRouter router) {
        makeRoom(socket);
        return new PluginServer(socket, router);
    }

    /** As {@link #serve(Path, PluginRouter)}, for a plugin of these types. */
    public static PluginServer serve(Path socket, PluginType... types) {
        return serve(socket, PluginRouter.of(types));
    }

    private Channel listen(PluginRouter router) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_BODY))
                                .addLast(new PluginConnection(router, calls));
                    }
                });
        try {
            Channel channel = bootstrap
                    .bind(UnixDomainSocketAddress.of(socket))
                    .syncUninterruptibly()
                    .channel();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (Exception failure) {
            stop();
            throw new EngineException.SystemFailure("serve plugin on " + socket + ": " + failure, failure);
        }
    }

    private static void makeRoom(Path socket) {
        try {
            if (socket.getParent() != null) {
                Files.createDirectories(socket.getParent());
            }
            if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                requireDead(socket);
                Files.delete(socket);
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("make room for socket " + socket + ": " + failure, failure);
        }
    }

    private static void requireDead(Path socket) throws IOException {
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new EngineException.Conflict("serve plugin on " + socket + ": the file exists and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException dead) {
            return;
        }
        throw new EngineException.Conflict("serve plugin on " + socket + ": another plugin serves there");
    }

    /** Where it serves. */
    public Path socket() {
        return socket;
    }

    /** Waits until it is closed. */
    public void awaitClosed() {
        listening.closeFuture().awaitUninterruptibly();
    }

    /** Stops serving: takes the socket away, cuts connections. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("remove socket " + socket + ": " + failure, failure);
        } finally {
            stop();
        }
    }

    private void stop() {
        calls.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
