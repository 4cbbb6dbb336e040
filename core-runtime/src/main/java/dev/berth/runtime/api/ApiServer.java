package dev.berth.runtime.api;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Serves the Engine API on Unix sockets and TCP addresses. Uses the JDK's sockets: with Netty's own epoll transport a
 * half-closed client loses output.
 *
 * <p>One thread accepts connections and does all their I/O.
 */
public final class ApiServer implements AutoCloseable {
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);
    private static final int BACKLOG = 1024;

    private final RouteTable routes;
    private final Map<String, String> common;
    private final Workers workers;
    private final MultiThreadIoEventLoopGroup loop;
    private final Runnable last;
    private final List<Channel> listening = new ArrayList<>();
    private final List<SocketFile> files = new ArrayList<>();

    /** A server for the engine; it does not listen yet. */
    public static ApiServer of(ApiServices services) {
        Workers workers = new Workers();
        PacketLoop loop = new PacketLoop("attached-streams");
        ContainerSummaries summaries = new ContainerSummaries(services);
        RouteTable routes = new RouteTable();
        new SystemRoutes(services, summaries).addTo(routes);
        new EventRoutes(services.events(), workers.timer()).addTo(routes);
        new ContainerStreamRoutes(services, workers, loop).addTo(routes);
        new ContainerFileRoutes(services).addTo(routes);
        new ExecRoutes(services.execs(), workers.pool(), loop).addTo(routes);
        new ContainerRoutes(services, summaries).addTo(routes);
        new ImageRoutes(services).addTo(routes);
        new NetworkRoutes(services).addTo(routes);
        new VolumeRoutes(services.volumes()).addTo(routes);
        return new ApiServer(routes, workers, services.facts().version(), loop::close);
    }

    /**
     * @param version of this engine, for the header {@code Server}
     * @param last done when it is closed
     */
    ApiServer(RouteTable routes, Workers workers, String version, Runnable last) {
        this.last = last;
        this.routes = routes;
        this.workers = workers;
        this.common = Map.of(
                "Server",
                "Berth/" + version + " (linux)",
                "Api-Version",
                ApiVersion.NEWEST.toString(),
                "Docker-Experimental",
                "false",
                "Ostype",
                "linux");
        this.loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("api-io", true), NioIoHandler.newFactory());
    }

    /**
     * Serves on one more address from now on.
     *
     * @param group owner of a Unix socket's file; ignored if this host has none of that name
     * @throws EngineException.Conflict somebody serves there already
     * @throws EngineException.SystemFailure it cannot be bound
     */
    public void listen(SocketAddress address, String group) {
        if (address instanceof UnixDomainSocketAddress unix) {
            SocketFile file = SocketFile.prepare(unix.getPath());
            bind(address, NioServerDomainSocketChannel.class);
            file.open(group);
            files.add(file);
        } else {
            bind(address, NioServerSocketChannel.class);
        }
    }

    private void bind(SocketAddress address, Class<? extends ServerChannel> type) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        RequestDecoder decoder = new RequestDecoder();
                        HttpResponseEncoder encoder = new HttpResponseEncoder();
                        channel.pipeline()
                                .addLast(decoder, encoder)
                                .addLast(new ApiConnection(routes, workers.pool(), common, decoder, encoder));
                    }
                });
        try {
            listening.add(bootstrap.bind(address).sync().channel());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineException.SystemFailure("listen on " + address + ": interrupted", interrupted);
        } catch (Exception failure) { // Netty throws checked exceptions that it does not declare
            throw new EngineException.SystemFailure("listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    /** Where it listens; a TCP port 0 has become a real one. */
    public List<SocketAddress> addresses() {
        return listening.stream().map(Channel::localAddress).toList();
    }

    /** Stops serving: connections are cut, socket files removed. */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        listening.forEach(channel -> steps.add(() -> channel.close().awaitUninterruptibly()));
        files.forEach(file -> steps.add(file::delete));
        steps.add(workers::close);
        steps.add(() -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
        steps.add(last);
        Cleanup.all(steps.toArray(Runnable[]::new));
    }
}
