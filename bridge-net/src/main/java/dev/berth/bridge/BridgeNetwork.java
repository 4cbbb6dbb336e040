package dev.berth.bridge;

import dev.berth.bridge.firewall.NftRules.NetworkFacts;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import java.util.List;
import java.util.Optional;

/**
 * A network as this driver holds it.
 *
 * @param bridge name of its link
 * @param owned the link is ours, to be removed with the network
 * @param subnets of both families
 */
record BridgeNetwork(
        String id,
        String bridge,
        boolean owned,
        boolean internal,
        BridgeOptions options,
        List<Cidr> subnets,
        Optional<Cidr> gateway4,
        Optional<Cidr> gateway6) {
    BridgeNetwork {
        subnets = List.copyOf(subnets);
    }

    /** Docker's name for the link of a network that no name was chosen for. */
    static String defaultBridge(String networkId) {
        return "br-" + networkId.substring(0, Math.min(12, networkId.length()));
    }

    static BridgeNetwork of(NetworkSpec spec, BridgeOptions options, boolean owned) {
        return new BridgeNetwork(
                spec.id(),
                options.bridgeName().orElse(defaultBridge(spec.id())),
                owned,
                spec.internal(),
                options,
                spec.pools().stream().map(pool -> pool.pool().network()).toList(),
                gateway(spec, true).filter(gateway -> !options.inhibitIpv4()),
                gateway(spec, false).filter(gateway -> spec.enableIpv6()));
    }

    NetworkFacts facts() {
        return new NetworkFacts(bridge, internal, options.icc(), options.masquerade(), subnets);
    }

    private static Optional<Cidr> gateway(NetworkSpec spec, boolean v4) {
        return spec.pools().stream()
                .filter(pool -> pool.pool().isV4() == v4)
                .flatMap(pool -> pool.gateway().stream().map(gateway -> withPrefix(gateway, pool)))
                .findFirst();
    }

    private static Cidr withPrefix(Cidr gateway, IpamData pool) {
        return new Cidr(gateway.address(), pool.pool().prefix());
    }
}
