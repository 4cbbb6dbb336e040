package dev.berth.plugin.client;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.wire.IpamProtocol;
import dev.berth.plugin.wire.NameProtocol;
import dev.berth.plugin.wire.NetworkProtocol;
import dev.berth.plugin.wire.PluginProtocol;
import dev.berth.plugin.wire.PluginProtocol.Activated;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.VolumeProtocol;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The plugins of this host, by name: looked for when first asked for, activated once. One that is gone from its place
 * and found at another is activated anew there.
 */
public final class Plugins {
    private static final int MOST_GLANCES = 16;

    private final PluginDirectories directories;
    private final PluginDeadlines deadlines;

    /** Runs questions whose answer is not waited for. */
    private final Executor executor = new ThreadPoolExecutor(
            0,
            MOST_GLANCES,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DefaultThreadFactory("plugin-glance", true),
            Plugins::refuse);

    /** By name; an entry is made before the plugin is asked to activate, so that others wait for that one. */
    private final Map<String, Active> active = new ConcurrentHashMap<>();

    public Plugins(PluginDirectories directories, PluginDeadlines deadlines) {
        this.directories = directories;
        this.deadlines = deadlines;
    }

    private static void refuse(Runnable question, ThreadPoolExecutor busy) {
        throw new EngineException.Unavailable("too many questions to plugins are unanswered");
    }

    /** A plugin that has answered the handshake; its drivers are made once, so that they can remember. */
    private static final class Active {
        private final PluginAddress address;
        private final PluginClient client;
        private final Map<Class<?>, Object> drivers = new ConcurrentHashMap<>();

        /** Empty until activated; guarded by this. */
        private Optional<List<String>> types = Optional.empty();

        Active(PluginAddress address, PluginClient client) {
            this.address = address;
            this.client = client;
        }

        synchronized List<String> types() {
            if (types.isEmpty()) {
                types = Optional.of(client.call(PluginProtocol.ACTIVATE, new Done(), Activated.class)
                        .types());
            }
            return types.get();
        }
    }

    /** @throws EngineException.Unavailable it is there and does not answer */
    public Optional<NetworkDriver> network(String name) {
        return driver(name, NetworkProtocol.TYPE, NetworkDriver.class, RemoteNetworkDriver::new);
    }

    /** @throws EngineException.Unavailable it is there and does not answer */
    public Optional<IpamDriver> ipam(String name) {
        return driver(name, IpamProtocol.TYPE, IpamDriver.class, RemoteIpamDriver::new);
    }

    /** @throws EngineException.Unavailable it is there and does not answer */
    public Optional<VolumeDriver> volume(String name) {
        return driver(
                name, VolumeProtocol.TYPE, VolumeDriver.class, client -> new RemoteVolumeDriver(client, executor));
    }

    /** @throws EngineException.Unavailable it is there and does not answer */
    public Optional<NameService> names(String name) {
        return driver(name, NameProtocol.TYPE, NameService.class, RemoteNameService::new);
    }

    private <T> Optional<T> driver(String name, String type, Class<T> spi, Function<PluginClient, T> make) {
        Optional<Active> plugin = directories.find(name).map(address -> at(name, address));
        if (plugin.isEmpty()) {
            return Optional.empty();
        }
        if (!plugin.get().types().contains(type)) {
            throw new EngineException.InvalidParameter("plugin does not implement the requested driver: plugin=\""
                    + name + "\", requested implementation=\"" + type + "\"");
        }
        return Optional.of(spi.cast(
                plugin.get().drivers.computeIfAbsent(spi, each -> make.apply(plugin.get().client))));
    }

    private Active at(String name, PluginAddress address) {
        return active.compute(
                name,
                (key, known) -> known != null && known.address.equals(address)
                        ? known
                        : new Active(address, PluginClient.of(name, address, deadlines)));
    }

    /**
     * Names of the plugins that have been used, by type ({@code VolumeDriver} ...); none of them is asked.
     */
    public Map<String, Set<String>> used() {
        Map<String, Set<String>> byType = new TreeMap<>();
        active.forEach((name, plugin) -> plugin.drivers
                .keySet()
                .forEach(spi -> byType.computeIfAbsent(spi.getSimpleName(), type -> new TreeSet<>())
                        .add(name)));
        return byType;
    }
}
