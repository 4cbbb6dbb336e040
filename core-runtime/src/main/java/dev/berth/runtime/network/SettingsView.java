package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.runtime.network.EndpointState.RequestedAddresses;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's networks the way the API shows them. */
final class SettingsView {
    private static final EndpointState NOTHING =
            new EndpointState(null, null, null, "", null, 0, "", "", "", "", 0, "", "", 0, null);

    /** Of a container that has no network, or was removed a moment ago. */
    static final NetworkSettings NONE = settings("", Optional.empty(), Map.of(), Map.of());

    private final NetworkRegistry networks;

    SettingsView(NetworkRegistry networks) {
        this.networks = networks;
    }

    NetworkSettings settings(ContainerEntry entry) {
        ContainerNetworks container = entry.networks();
        Optional<LiveSandbox> sandbox = container.live();
        Map<String, EndpointState> endpoints = endpoints(entry);
        return settings(
                entry.request().id(),
                sandbox,
                sandbox.map(live -> PortPublishing.shown(entry.request().config(), live.published()))
                        .orElse(Map.of()),
                endpoints);
    }

    private static NetworkSettings settings(
            String id,
            Optional<LiveSandbox> sandbox,
            Map<String, @Nullable List<HostPort>> ports,
            Map<String, EndpointState> endpoints) {
        EndpointState bridge =
                Optional.ofNullable(endpoints.get(Network.BRIDGE)).orElse(NOTHING);
        return new NetworkSettings(
                "",
                sandbox.isPresent() ? id : "",
                sandbox.map(LiveSandbox::key).orElse(""),
                false,
                "",
                0,
                ports,
                null,
                null,
                bridge.endpointId(),
                bridge.gateway(),
                bridge.globalIpv6Address(),
                bridge.globalIpv6PrefixLen(),
                bridge.ipAddress(),
                bridge.ipPrefixLen(),
                bridge.ipv6Gateway(),
                bridge.macAddress(),
                endpoints);
    }

    Map<String, EndpointState> endpoints(ContainerEntry entry) {
        Map<String, EndpointState> states = new LinkedHashMap<>();
        for (Attachment attachment : entry.networks().attachments()) {
            Optional<Network> network = networks.lookUp(attachment.network()).map(LiveNetwork::network);
            Optional<LiveEndpoint> endpoint =
                    network.flatMap(on -> entry.networks().live().flatMap(sandbox -> sandbox.on(on.id())));
            states.put(
                    network.map(Network::name).orElse(attachment.network()),
                    state(entry.request(), attachment, network, endpoint));
        }
        return Collections.unmodifiableMap(states);
    }

    private static EndpointState state(
            ContainerNetworkRequest container,
            Attachment attachment,
            Optional<Network> network,
            Optional<LiveEndpoint> endpoint) {
        EndpointSettings asked = attachment.settings();
        Optional<Cidr> v4 = endpoint.flatMap(LiveEndpoint::cidr4);
        Optional<Cidr> v6 = endpoint.flatMap(LiveEndpoint::cidr6);
        boolean named = network.map(Network::isUserDefined).orElse(false);
        return new EndpointState(
                requested(asked),
                orNull(asked.links()),
                named ? aliases(container, asked) : orNull(asked.aliases()),
                endpoint.map(LiveEndpoint::mac).orElse(""),
                asked.driverOpts().isEmpty() ? null : asked.driverOpts(),
                asked.gwPriority(),
                network.map(Network::id).orElse(""),
                endpoint.map(LiveEndpoint::id).orElse(""),
                endpoint.map(LiveEndpoint::gateway4).orElse(""),
                v4.map(cidr -> Addresses.text(cidr.address())).orElse(""),
                v4.map(Cidr::prefix).orElse(0),
                endpoint.map(LiveEndpoint::gateway6).orElse(""),
                v6.map(cidr -> Addresses.text(cidr.address())).orElse(""),
                v6.map(Cidr::prefix).orElse(0),
                named ? EndpointWork.dnsNames(container, attachment) : null);
    }

    /** As Docker up to API 1.44: the short id is an alias too. */
    private static List<String> aliases(ContainerNetworkRequest container, EndpointSettings asked) {
        List<String> aliases = new ArrayList<>(asked.aliases());
        if (!aliases.contains(container.shortId())) {
            aliases.add(container.shortId());
        }
        return aliases;
    }

    private static @Nullable RequestedAddresses requested(EndpointSettings asked) {
        return asked.ipamConfig() == null
                ? null
                : new RequestedAddresses(
                        asked.ipamConfig().ipv4Address(), asked.ipamConfig().ipv6Address());
    }

    private static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
