package dev.berth.bridge;

import dev.berth.bridge.firewall.Element;
import dev.berth.bridge.firewall.NftFirewall;
import dev.berth.bridge.firewall.NftRules;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
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
            firewall.adopt(owner(network), elements(network));
        }
        for (BridgeEndpoint endpoint : state.endpoints()) {
            state.network(endpoint.networkId()).ifPresent(network -> {
                firewall.adopt(owner(endpoint), joined(network, endpoint));
                firewall.adopt(portsOwner(endpoint), published(network, endpoint, endpoint.published()));
            });
        }
        for (LinkPermit permit : state.permits()) {
            firewall.adopt(owner(permit), permitted(state, permit));
        }
    }

    void put(BridgeNetwork network) {
        firewall.put(owner(network), elements(network));
    }

    static List<Element> elements(BridgeNetwork network) {
        Stream<Element> facts = NftRules.network(network.facts()).stream();
        Stream<Element> own = network.options().honest()
                ? NftRules.given(
                        network.bridgeMac().map(MacAddress::text),
                        network.bridgeAddress(true),
                        network.bridgeAddress(false))
                        .stream()
                : Stream.empty();
        return Stream.concat(facts, own).toList();
    }

    void remove(BridgeNetwork network) {
        firewall.remove(owner(network));
    }

    /** Tells the firewall whose link it is, before the endpoint has one. */
    void join(BridgeNetwork network, BridgeEndpoint endpoint) {
        List<Element> elements = joined(network, endpoint);
        if (!elements.isEmpty()) {
            firewall.put(owner(endpoint), elements);
        }
    }

    static List<Element> joined(BridgeNetwork network, BridgeEndpoint endpoint) {
        Stream<Element> apart = network.options().icc() ? Stream.empty() : NftRules.apart(endpoint.hostLink()).stream();
        Stream<Element> honest = network.options().honest()
                ? NftRules.honest(endpoint.hostLink(), endpoint.mac().text(), endpoint.ipv4(), endpoint.ipv6()).stream()
                : Stream.empty();
        return Stream.concat(apart, honest).toList();
    }

    void forget(BridgeEndpoint endpoint) {
        firewall.remove(owner(endpoint));
    }

    void publish(BridgeNetwork network, BridgeEndpoint endpoint, List<PortBinding> ports) {
        firewall.put(portsOwner(endpoint), published(network, endpoint, ports));
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

    static List<Element> published(BridgeNetwork network, BridgeEndpoint endpoint, List<PortBinding> ports) {
        List<PortBinding> translated =
                ports.stream().filter(network::translates).toList();
        Stream<Element> translations = NftRules.published(translated, endpoint.ipv4(), endpoint.ipv6()).stream();
        Stream<Element> opened = ports.stream()
                .filter(port -> !network.options().icc())
                .flatMap(port -> NftRules.open(port, endpoint.ipv4(), endpoint.ipv6()).stream());
        Stream<Element> exposed = ports.stream()
                .filter(network::exposes)
                .flatMap(port -> NftRules.exposed(port, endpoint.ipv4(), endpoint.ipv6()).stream());
        return Stream.of(translations, opened, exposed)
                .flatMap(elements -> elements)
                .distinct()
                .toList();
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
