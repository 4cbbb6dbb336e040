package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.PortBinding;
import java.util.List;
import java.util.Optional;

/** Publishing ports of endpoints, by their networks' drivers; a driver that cannot publishes none. */
final class EndpointPorts {
    private final NetworkRegistry networks;
    private final NetworkDrivers drivers;

    EndpointPorts(NetworkRegistry networks, NetworkDrivers drivers) {
        this.networks = networks;
        this.drivers = drivers;
    }

    /**
     * Publishes the ports, all or none.
     *
     * @param container its name
     */
    List<PublishedPort> publish(String container, LiveEndpoint endpoint, List<PortBinding> bindings) {
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
                    .map(binding -> PublishedPort.of(endpoint.id(), binding))
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
