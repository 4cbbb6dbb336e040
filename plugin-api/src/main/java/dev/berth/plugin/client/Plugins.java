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
 * The plugins of this host, by name: looked for whenever asked for, activated once, by the first call that is made, so
 * that nobody waits for one by having its driver. One that is gone from its place and found at another is activated
 * anew there.
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

    /** By name. */
    private final Map<String, Active> active = new ConcurrentHashMap<>();

    public Plugins(PluginDirectories directories, PluginDeadlines deadlines) {
        this.directories = directories;
        this.deadlines = deadlines;
    }

    private static void refuse(Runnable question, ThreadPoolExecutor busy) {
        throw new EngineException.Unavailable("too many questions to plugins are unanswered");
    }

    /** A plugin at its place; its drivers are made once, so that they can remember. */
    private static final class Active {
        private final PluginAddress address;
        private final PluginClient client;
        private final Map<Class<?>, Object> drivers = new ConcurrentHashMap<>();

        /** Empty until activated; whoever finds it empty asks. */
        private volatile Optional<List<String>> types = Optional.empty();

        Active(PluginAddress address, PluginClient client) {
            this.address = address;
            this.client = client;
        }

        private List<String> types() {
            Optional<List<String>> said = types;
            if (said.isEmpty()) {
                said = Optional.of(client.call(PluginProtocol.ACTIVATE, new Done(), Activated.class)
                        .types());
                types = said;
            }
            return said.get();
        }

        /** The same plugin, for calls of one type. */
        PluginClient as(String type) {
            return client.after(() -> {
                if (!types().contains(type)) {
                    throw new EngineException.InvalidParameter(
                            "plugin does not implement the requested driver: plugin=\"" + client.name()
                                    + "\", requested implementation=\"" + type + "\"");
                }
            });
        }
    }

    /** Empty if there is no such plugin now; whether it is of this type the first call says. */
    public Optional<NetworkDriver> network(String name) {
        return driver(name, NetworkProtocol.TYPE, NetworkDriver.class, RemoteNetworkDriver::new);
    }

    /** As {@link #network}. */
    public Optional<IpamDriver> ipam(String name) {
        return driver(name, IpamProtocol.TYPE, IpamDriver.class, RemoteIpamDriver::new);
    }

    /** As {@link #network}. */
    public Optional<VolumeDriver> volume(String name) {
        return driver(
                name, VolumeProtocol.TYPE, VolumeDriver.class, client -> new RemoteVolumeDriver(client, executor));
    }

    /** As {@link #network}. */
    public Optional<RemoteNameService> names(String name) {
        return driver(name, NameProtocol.TYPE, NameService.class, RemoteNameService::new)
                .map(RemoteNameService.class::cast);
    }

    private <T> Optional<T> driver(String name, String type, Class<T> spi, Function<PluginClient, T> make) {
        return directories
                .find(name)
                .map(address -> at(name, address))
                .map(plugin -> spi.cast(plugin.drivers.computeIfAbsent(spi, each -> make.apply(plugin.as(type)))));
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

    /** All that the directories hold now, by name, used or not; none of them is asked. */
    public List<FoundPlugin> found() {
        return directories.names().stream()
                .flatMap(name -> found(name).stream())
                .toList();
    }

    private Optional<FoundPlugin> found(String name) {
        try {
            return directories
                    .find(name)
                    .map(address -> new FoundPlugin(name, Optional.of(address), "", knownTypes(name, address)));
        } catch (EngineException.InvalidParameter malformed) {
            return Optional.of(
                    new FoundPlugin(name, Optional.empty(), String.valueOf(malformed.getMessage()), List.of()));
        }
    }

    private List<String> knownTypes(String name, PluginAddress address) {
        return Optional.ofNullable(active.get(name))
                .filter(plugin -> plugin.address.equals(address))
                .flatMap(plugin -> plugin.types)
                .orElse(List.of());
    }
}
