package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The three networks that are always there: {@code bridge}, {@code host} and {@code none}. */
final class PredefinedNetworks {
    static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";

    private static final String PREFIX = "com.docker.network.bridge.";
    private static final int DEFAULT_MTU = 1500;

    private final NetworkDefaults defaults;
    private final NetworkRegistry registry;

    PredefinedNetworks(NetworkDefaults defaults, NetworkRegistry registry) {
        this.defaults = defaults;
        this.registry = registry;
    }

    /** Makes those that are missing. A bridge that the daemon's flags describe otherwise now, and unused, is made anew. */
    void ensure(boolean bridgeInUse) {
        registry.lookUp(Network.BRIDGE)
                .map(LiveNetwork::network)
                .filter(bridge -> !bridgeInUse && !fits(bridge))
                .ifPresent(registry::dispose);
        makeMissing(Network.NONE, plain(Network.NONE, Network.NULL_DRIVER));
        makeMissing(Network.HOST, plain(Network.HOST, Network.HOST));
        makeMissing(Network.BRIDGE, bridge());
    }

    private void makeMissing(String name, NetworkCreate request) {
        if (registry.lookUp(name).isEmpty()) {
            registry.make(request);
        }
    }

    private boolean fits(Network bridge) {
        return bridge.subnet(false).filter(this::fits).isPresent()
                && bridge.options().equals(bridgeOptions());
    }

    private boolean fits(Subnet subnet) {
        Optional<Cidr> wanted = defaults.bip().or(defaults::fixedCidr);
        if (wanted.isEmpty()) {
            return !subnet.chosen();
        }
        IpamConfig config = config(wanted.get());
        return subnet.pool().equals(config.subnet())
                && subnet.ipRange().equals(config.ipRange())
                && (config.gateway().isEmpty() || subnet.gateway().equals(config.gateway()));
    }

    private NetworkCreate bridge() {
        List<IpamConfig> subnets = defaults.bip()
                .or(defaults::fixedCidr)
                .map(this::config)
                .map(List::of)
                .orElse(List.of());
        return new NetworkCreate(
                Network.BRIDGE,
                "bridge",
                false,
                false,
                false,
                true,
                false,
                new NetworkCreate.Ipam("default", null, subnets),
                bridgeOptions(),
                Map.of());
    }

    /** Without {@code --bip} the fixed part is all of the subnet. */
    private IpamConfig config(Cidr subnet) {
        return new IpamConfig(
                Addresses.text(subnet.network()),
                defaults.fixedCidr().map(Addresses::text).orElse(""),
                defaults.bip().map(bip -> Addresses.text(bip.address())).orElse(""),
                Map.of());
    }

    private Map<String, String> bridgeOptions() {
        Map<String, String> options = new TreeMap<>();
        options.put(DEFAULT_BRIDGE, "true");
        options.put(PREFIX + "name", "docker0");
        options.put(PREFIX + "enable_icc", Boolean.toString(defaults.icc()));
        options.put(PREFIX + "enable_ip_masquerade", Boolean.toString(defaults.ipMasq()));
        options.put(PortPublishing.HOST_BINDING, Addresses.text(defaults.hostBinding()));
        options.put(
                "com.docker.network.driver.mtu", Integer.toString(defaults.mtu() == 0 ? DEFAULT_MTU : defaults.mtu()));
        return options;
    }

    private static NetworkCreate plain(String name, String driver) {
        return new NetworkCreate(
                name, driver, false, false, false, true, false, NetworkCreate.Ipam.DEFAULT, Map.of(), Map.of());
    }
}
