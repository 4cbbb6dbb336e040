package dev.berth.runtime.app;

import dev.berth.plugin.Cleanup;
import dev.berth.runtime.api.ApiServer;
import dev.berth.runtime.api.ApiServices;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.network.HostResolverWatch;
import dev.berth.runtime.network.NetworkEvent;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: everything that runs, from the lock on the data root to the API's sockets. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** What {@link #close} runs, the last opened first. */
    private final Deque<Runnable> closing;

    private final ApiServices services;
    private final DaemonSettings settings;

    private Engine(Deque<Runnable> closing, ApiServices services, DaemonSettings settings) {
        this.closing = closing;
        this.services = services;
        this.settings = settings;
    }

    /**
     * Takes the data root, brings state and kernel together and serves the API; returns when the sockets answer.
     *
     * @throws dev.berth.plugin.EngineException if something it needs is taken, missing or not writable; nothing is left
     *     behind then
     */
    public static Engine start(DaemonSettings settings) {
        long begin = System.nanoTime();
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            EnginePaths paths = new EnginePaths(settings.dataRoot(), settings.execRoot());
            paths.create();
            DataRootLock lock = DataRootLock.take(paths);
            closing.push(lock::close);
            Store store = Store.open(paths.database());
            closing.push(store::close);
            ApiServices services = DaggerBerthComponent.factory()
                    .create(settings, paths, store, Clock.systemUTC())
                    .services();
            closing.push(services.networks()::close);
            closing.push(services.logs()::close);
            closing.push(services.containers()::close);
            closing.push(services.registries()::close);
            closing.push(services.builds()::close);
            // before the containers: where the API cannot be served, none is touched
            ApiServer server = listen(services, settings, closing);
            restore(services, closing);
            server.start();
            LOG.info(
                    "action=start data-root={} addresses={} runtime={} ms={}",
                    paths.dataRoot(),
                    settings.addresses(),
                    services.facts().defaultRuntime(),
                    (System.nanoTime() - begin) / 1_000_000);
            return new Engine(closing, services, settings);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, closing.toArray(Runnable[]::new));
            throw failure;
        }
    }

    private static void restore(ApiServices services, Deque<Runnable> closing) {
        services.networks().addListener(event -> tell(services.events(), event));
        services.containers().restore();
        closing.push(HostResolverWatch.start(HostResolverWatch.FILE, services.networks()::hostResolverChanged)::close);
    }

    private static ApiServer listen(ApiServices services, DaemonSettings settings, Deque<Runnable> closing) {
        ApiServer server = ApiServer.of(services);
        closing.push(server::close);
        settings.addresses().forEach(address -> server.listen(address, settings.group()));
        return server;
    }

    private static void tell(EventBus events, NetworkEvent event) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("name", event.networkName());
        attributes.put("type", event.driver());
        event.containerId().ifPresent(id -> attributes.put("container", id));
        events.publish(EventType.NETWORK, event.action(), event.networkId(), attributes);
    }

    /** Ends every container, within the settings' shutdown timeout, unless they are to live on. */
    public void stop() {
        if (!settings.liveRestore()) {
            services.containers().stopAll(settings.shutdownTimeout());
        }
    }

    /** Stops serving and lets go of the data root; what containers still run go on, and the next start adopts them. */
    @Override
    public void close() {
        Cleanup.all(closing.toArray(Runnable[]::new));
        LOG.info("action=stop");
    }
}
