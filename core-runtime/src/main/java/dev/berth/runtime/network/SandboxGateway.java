package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.PortBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sandbox's way out and in: the default route and the published ports, both by the same endpoint. */
final class SandboxGateway {
    private final SandboxKernel kernel;
    private final NetworkRegistry networks;
    private final NetworkDrivers drivers;

    SandboxGateway(SandboxKernel kernel, NetworkRegistry networks, NetworkDrivers drivers) {
        this.kernel = kernel;
        this.networks = networks;
        this.drivers = drivers;
    }

    /** The endpoint that should be the way out. */
    Optional<LiveEndpoint> choose(ContainerNetworks container, List<LiveEndpoint> endpoints) {
        List<GatewayChoice.Candidate> candidates = new ArrayList<>();
        for (LiveEndpoint endpoint : endpoints) {
            networks.lookUp(endpoint.networkId())
                    .map(LiveNetwork::network)
                    .ifPresent(network -> candidates.add(new GatewayChoice.Candidate(
                            endpoint, network.name(), network.internal(), priority(container, network))));
        }
        return GatewayChoice.choose(candidates);
    }

    private static int priority(ContainerNetworks container, Network network) {
        return container.attachments().stream()
                .filter(attachment -> attachment.network().equals(network.name())
                        || attachment.network().equals(network.id()))
                .mapToInt(attachment -> attachment.settings().gwPriority())
                .findFirst()
                .orElse(0);
    }

    /** Moves route and ports to the endpoint that should have them now; nothing happens if it has them. */
    LiveSandbox settle(ContainerEntry entry, LiveSandbox sandbox) {
        Optional<LiveEndpoint> wanted = choose(entry.networks(), sandbox.endpoints());
        String id = wanted.map(LiveEndpoint::id).orElse("");
        if (id.equals(sandbox.gatewayEndpoint())) {
            return sandbox;
        }
        sandbox.gateway().ifPresent(this::revoke);
        List<PublishedPort> published =
                wanted.map(endpoint -> publish(entry, endpoint)).orElse(List.of());
        kernel.route(
                Path.of(sandbox.key()),
                wanted.map(SandboxKernel.DefaultRoutes::of).orElse(SandboxKernel.DefaultRoutes.NONE));
        return sandbox.through(id, published);
    }

    /** Publishes what the container asks for. */
    List<PublishedPort> publish(ContainerEntry entry, LiveEndpoint endpoint) {
        ContainerNetworkRequest container = entry.request();
        Network network = networks.find(endpoint.networkId()).network();
        List<PortBinding> bindings =
                PortPublishing.on(network, kernel.hostHasV6()).bindings(container.config(), container.hostConfig());
        return publish(container.name(), endpoint, bindings);
    }

    /** Publishes again what was published before the daemon was restarted. */
    List<PublishedPort> publishAgain(ContainerEntry entry, LiveEndpoint endpoint, List<PublishedPort> ports) {
        return publish(
                entry.request().name(),
                endpoint,
                ports.stream().map(PublishedPort::binding).toList());
    }

    private List<PublishedPort> publish(String container, LiveEndpoint endpoint, List<PortBinding> bindings) {
        Optional<ExternalConnectivity> driver = connectivity(endpoint);
        if (bindings.isEmpty() || driver.isEmpty()) {
            return List.of();
        }
        try {
            LiveNetwork live = networks.find(endpoint.networkId());
            return live
                    .exclusively(() -> driver.get()
                            .programExternalConnectivity(live.network().id(), endpoint.id(), bindings))
                    .stream()
                    .map(PublishedPort::of)
                    .toList();
        } catch (EngineException failure) {
            throw new EngineException.SystemFailure(
                    "driver failed programming external connectivity on endpoint " + container + " (" + endpoint.id()
                            + "): " + failure.getMessage(),
                    failure);
        }
    }

    /** Withdraws every port of the endpoint. */
    void revoke(LiveEndpoint endpoint) {
        networks.lookUp(endpoint.networkId())
                .ifPresent(live -> connectivity(endpoint)
                        .ifPresent(driver -> live.exclusivelyRun(() ->
                                driver.revokeExternalConnectivity(live.network().id(), endpoint.id()))));
    }

    private Optional<ExternalConnectivity> connectivity(LiveEndpoint endpoint) {
        return networks.lookUp(endpoint.networkId())
                .map(LiveNetwork::network)
                .filter(Network::isDriven)
                .map(network -> drivers.network(network.driver()))
                .filter(ExternalConnectivity.class::isInstance)
                .map(ExternalConnectivity.class::cast);
    }
}
