package dev.berth.runtime.network;

import java.util.Map;

/** The three networks that are always there: {@code bridge}, {@code host} and {@code none}. */
final class PredefinedNetworks {
    private final NetworkDefaults defaults;
    private final NetworkRegistry registry;
    private final DefaultBridge bridge;

    PredefinedNetworks(NetworkDefaults defaults, NetworkRegistry registry, DefaultBridge bridge) {
        this.defaults = defaults;
        this.registry = registry;
        this.bridge = bridge;
    }

    /**
     * Makes those that are missing. A bridge that the daemon's flags describe otherwise now, and unused, is made anew, or
     * not at all.
     */
    void ensure(boolean bridgeInUse) {
        registry.lookUp(Network.BRIDGE)
                .map(LiveNetwork::network)
                .filter(present -> !bridgeInUse && (defaults.bridge().isNone() || !bridge.fits(present)))
                .ifPresent(registry::dispose);
        makeMissing(Network.NONE, plain(Network.NONE, Network.NULL_DRIVER));
        makeMissing(Network.HOST, plain(Network.HOST, Network.HOST));
        if (!defaults.bridge().isNone()) {
            makeMissing(Network.BRIDGE, bridge.wanted());
        }
    }

    private void makeMissing(String name, NetworkCreate request) {
        if (registry.lookUp(name).isEmpty()) {
            registry.make(request);
        }
    }

    private static NetworkCreate plain(String name, String driver) {
        return new NetworkCreate(
                name, driver, false, false, false, true, false, NetworkCreate.Ipam.DEFAULT, Map.of(), Map.of());
    }
}
