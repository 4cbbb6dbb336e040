package dev.berth.runtime.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A network the way the API shows it. */
final class NetworkView {
    private NetworkView() {}

    /** Without its containers, as in a list. */
    static NetworkInspect of(Network network) {
        return with(network, Map.of(), Optional.empty());
    }

    /** @param nameOf container id to name */
    static NetworkInspect of(LiveNetwork live, UnaryOperator<String> nameOf, Optional<NetworkStatus> status) {
        Map<String, NetworkInspect.Member> members = new TreeMap<>();
        live.members()
                .forEach((containerId, endpoint) -> members.put(
                        containerId,
                        new NetworkInspect.Member(
                                nameOf.apply(containerId),
                                endpoint.id(),
                                endpoint.mac(),
                                endpoint.ipv4(),
                                endpoint.ipv6())));
        return with(live.network(), members, status);
    }

    private static NetworkInspect with(
            Network network, Map<String, NetworkInspect.Member> members, Optional<NetworkStatus> status) {
        List<IpamConfig> configs =
                network.ipam().subnets().stream().map(Subnet::config).toList();
        return new NetworkInspect(
                network.name(),
                network.id(),
                network.created().toString(),
                "local",
                network.driver(),
                network.hasIpv4(),
                network.enableIpv6(),
                new NetworkInspect.Ipam(network.ipam().driver(), network.ipam().options(), configs),
                network.internal(),
                network.attachable(),
                false,
                new NetworkInspect.ConfigFrom(""),
                false,
                members,
                network.options(),
                network.labels(),
                status.orElse(null));
    }
}
