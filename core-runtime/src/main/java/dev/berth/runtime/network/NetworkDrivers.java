package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.runtime.plugin.DriverPlugins;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The network and IPAM drivers by name: those built in, and plugins found when asked for. */
final class NetworkDrivers {
    private final Map<String, NetworkDriver> networks;
    private final Map<String, IpamDriver> ipams;
    private final Optional<Plugins> plugins;
    private final DriverPlugins choice;

    /** Without plugins. */
    NetworkDrivers(Map<String, NetworkDriver> networks, Map<String, IpamDriver> ipams) {
        this(networks, ipams, Optional.empty(), DriverPlugins.NONE);
    }

    NetworkDrivers(
            Map<String, NetworkDriver> networks,
            Map<String, IpamDriver> ipams,
            Optional<Plugins> plugins,
            DriverPlugins choice) {
        this.networks = networks;
        this.ipams = ipams;
        this.plugins = plugins;
        this.choice = choice;
    }

    /** False for a plugin, which keeps what it made by itself and is not waited for when the daemon starts. */
    boolean isBuiltIn(String network) {
        return networks.containsKey(network);
    }

    /** @throws EngineException.NotFound {@code plugin "X" not found} */
    NetworkDriver network(String name) {
        return found(networks.get(name), choice.pluginFor(DriverPlugins.BRIDGE, name), Plugins::network);
    }

    /** @throws EngineException.NotFound {@code plugin "X" not found} */
    IpamDriver ipam(String name) {
        return found(ipams.get(name), choice.pluginFor(DriverPlugins.IPAM, name), Plugins::ipam);
    }

    /** The built-in IPAM drivers. */
    Map<String, IpamDriver> ipams() {
        return ipams;
    }

    private <T> T found(@Nullable T builtIn, String name, BiFunction<Plugins, String, Optional<T>> look) {
        return Optional.ofNullable(builtIn)
                .or(() -> plugins.flatMap(all -> look.apply(all, name)))
                .orElseThrow(() -> new EngineException.NotFound("plugin \"" + name + "\" not found"));
    }
}
