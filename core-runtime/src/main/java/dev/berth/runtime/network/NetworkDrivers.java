package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.NetworkDriver;
import java.util.Map;

/** The network and IPAM drivers by name. */
final class NetworkDrivers {
    private final Map<String, NetworkDriver> networks;
    private final Map<String, IpamDriver> ipams;

    NetworkDrivers(Map<String, NetworkDriver> networks, Map<String, IpamDriver> ipams) {
        this.networks = networks;
        this.ipams = ipams;
    }

    /** @throws EngineException.NotFound {@code plugin "X" not found} */
    NetworkDriver network(String name) {
        return found(networks.get(name), name);
    }

    /** @throws EngineException.NotFound {@code plugin "X" not found} */
    IpamDriver ipam(String name) {
        return found(ipams.get(name), name);
    }

    /** Every IPAM driver there is. */
    Map<String, IpamDriver> ipams() {
        return ipams;
    }

    private static <T> T found(@org.jspecify.annotations.Nullable T driver, String name) {
        if (driver == null) {
            throw new EngineException.NotFound("plugin \"" + name + "\" not found");
        }
        return driver;
    }
}
