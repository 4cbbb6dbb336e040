package dev.berth.runtime.api;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ApiVersion;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Serves the Engine API on Unix sockets and TCP addresses. One thread does the I/O of all connections, one more accepts
 * on each address.
 */
public final class ApiServer implements AutoCloseable {
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final RouteTable routes;
    private final Map<String, String> common;
    private final Workers workers;
    private final Runnable last;
    private final MultiThreadIoEventLoopGroup loop;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<SocketFile> files = new ArrayList<>();

    /** A server for the engine; it has no address yet. */
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
        new BuildRoutes(services.builds()).addTo(routes);
        new ImageRoutes(services).addTo(routes);
        new NetworkRoutes(services).addTo(routes);
        new LinkRoutes(services).addTo(routes);
        new NameRoutes(services).addTo(routes);
        new VolumeRoutes(services.volumes()).addTo(routes);
        new PluginRoutes(services.plugins()).addTo(routes);
        new BackupRoutes(services).addTo(routes);
        return new ApiServer(routes, workers, services.facts().version(), loop::close);
    }

    /**
     * @param version of this engine, for the header {@code Server}
     * @param last done when it is closed
     */
    ApiServer(RouteTable routes, Workers workers, String version, Runnable last) {
        this.routes = routes;
        this.workers = workers;
        this.last = last;
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
     * Takes one more address: clients can connect, and are heard from {@link #start} on.
     *
     * @param group owner of a Unix socket's file; ignored if this host has none of that name
     * @throws EngineException.Conflict somebody serves there already
     * @throws EngineException.SystemFailure it cannot be bound
     */
    public void listen(SocketAddress address, String group) {
        if (address instanceof UnixDomainSocketAddress unix) {
            SocketFile file = SocketFile.prepare(unix.getPath());
            listeners.add(Listener.bind(address, this::accepted));
            files.add(file);
            file.open(group);
        } else {
            listeners.add(Listener.bind(address, this::accepted));
        }
    }

    /** Serves on every address taken so far. */
    public void start() {
        listeners.forEach(Listener::start);
    }

    private void accepted(SocketChannel socket) {
        ClientChannel channel = new ClientChannel(socket);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER);
        RequestDecoder decoder = new RequestDecoder();
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        channel.pipeline()
                .addLast(decoder, encoder)
                .addLast(new ApiConnection(routes, workers.pool(), common, decoder, encoder));
        loop.register(channel);
    }

    /** Where it listens; a TCP port 0 has become a real one. */
    public List<SocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** Stops serving: connections are cut, socket files removed. */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        listeners.forEach(listener -> steps.add(listener::close));
        files.forEach(file -> steps.add(file::delete));
        steps.add(workers::close);
        steps.add(() -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
        steps.add(last);
        Cleanup.all(steps.toArray(Runnable[]::new));
    }
}
