package dev.berth.bridge;

import dev.berth.bridge.firewall.Element;
import dev.berth.bridge.firewall.NftFirewall;
import dev.berth.bridge.firewall.NftRules;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.PortBinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the driver's networks, endpoints, ports and permits are in the firewall, each under an owner of its own. */
final class BridgeFirewall {
    private final NftFirewall firewall;

    BridgeFirewall(NftFirewall firewall) {
        this.firewall = firewall;
    }

    /** Notes what the kernel holds already for all that is known. */
    void adopt(BridgeState state) {
        for (BridgeNetwork network : state.networks()) {
            firewall.adopt(owner(network), NftRules.network(network.facts()));
        }
        for (BridgeEndpoint endpoint : state.endpoints()) {
            boolean apart = isApart(state, endpoint);
            if (apart) {
                firewall.adopt(owner(endpoint), NftRules.apart(endpoint.hostLink()));
            }
            firewall.adopt(portsOwner(endpoint), published(apart, endpoint, endpoint.published()));
        }
        for (LinkPermit permit : state.permits()) {
            firewall.adopt(owner(permit), permitted(state, permit));
        }
    }

    void put(BridgeNetwork network) {
        firewall.put(owner(network), NftRules.network(network.facts()));
    }

    void remove(BridgeNetwork network) {
        firewall.remove(owner(network));
    }

    /** Keeps the endpoint from its neighbours, where the network wants that. */
    void keepApart(BridgeNetwork network, BridgeEndpoint endpoint) {
        if (!network.options().icc()) {
            firewall.put(owner(endpoint), NftRules.apart(endpoint.hostLink()));
        }
    }

    void forget(BridgeEndpoint endpoint) {
        firewall.remove(owner(endpoint));
    }

    void publish(BridgeState state, BridgeEndpoint endpoint, List<PortBinding> ports) {
        firewall.put(portsOwner(endpoint), published(isApart(state, endpoint), endpoint, ports));
    }

    void withdraw(BridgeEndpoint endpoint) {
        firewall.remove(portsOwner(endpoint));
    }

    void put(BridgeState state, LinkPermit permit) {
        firewall.put(owner(permit), permitted(state, permit));
    }

    void remove(LinkPermit permit) {
        firewall.remove(owner(permit));
    }

    private static boolean isApart(BridgeState state, BridgeEndpoint endpoint) {
        return state.network(endpoint.networkId())
                .filter(network -> !network.options().icc())
                .isPresent();
    }

    private static List<Element> published(boolean apart, BridgeEndpoint endpoint, List<PortBinding> ports) {
        Stream<Element> translated =
                ports.stream().flatMap(port -> NftRules.published(port, endpoint.ipv4(), endpoint.ipv6()).stream());
        Stream<Element> opened = ports.stream()
                .filter(port -> apart)
                .flatMap(port -> NftRules.open(port, endpoint.ipv4(), endpoint.ipv6()).stream());
        return Stream.concat(translated, opened).distinct().toList();
    }

    private static List<Element> permitted(BridgeState state, LinkPermit permit) {
        Optional<BridgeEndpoint> child = state.endpoint(permit.networkId(), permit.child());
        Optional<BridgeEndpoint> parent = state.endpoint(permit.networkId(), permit.parent());
        return Stream.concat(
                        permitted(child.flatMap(BridgeEndpoint::ipv4), parent.flatMap(BridgeEndpoint::ipv4), permit),
                        permitted(child.flatMap(BridgeEndpoint::ipv6), parent.flatMap(BridgeEndpoint::ipv6), permit))
                .toList();
    }

    private static Stream<Element> permitted(Optional<Cidr> from, Optional<Cidr> to, LinkPermit permit) {
        if (from.isEmpty() || to.isEmpty()) {
            return Stream.empty();
        }
        return NftRules.permit(from.get().address(), to.get().address(), permit.ports()).stream();
    }

    private static String owner(BridgeNetwork network) {
        return "network " + network.id();
    }

    private static String owner(BridgeEndpoint endpoint) {
        return "endpoint " + endpoint.id();
    }

    private static String portsOwner(BridgeEndpoint endpoint) {
        return "ports " + endpoint.id();
    }

    private static String owner(LinkPermit permit) {
        return "permit " + permit.child() + " " + permit.parent();
    }
}
