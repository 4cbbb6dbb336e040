package dev.berth.runtime.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running container's sandbox, as it is kept in the store.
 *
 * @param key file of the network namespace; empty for the host's own
 * @param endpoints in the order in which they were made
 * @param gatewayEndpoint id of the endpoint that has the default route and the published ports; may be empty
 * @param published what is published, with the host ports that were found
 */
record LiveSandbox(String key, List<LiveEndpoint> endpoints, String gatewayEndpoint, List<PublishedPort> published) {
    LiveSandbox {
        endpoints = List.copyOf(endpoints);
        published = List.copyOf(published);
    }

    Optional<LiveEndpoint> on(String networkId) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.networkId().equals(networkId))
                .findFirst();
    }

    Optional<LiveEndpoint> gateway() {
        return endpoints.stream()
                .filter(endpoint -> endpoint.id().equals(gatewayEndpoint))
                .findFirst();
    }

    LiveSandbox with(LiveEndpoint endpoint) {
        return new LiveSandbox(
                key, Stream.concat(endpoints.stream(), Stream.of(endpoint)).toList(), gatewayEndpoint, published);
    }

    LiveSandbox without(LiveEndpoint endpoint) {
        List<LiveEndpoint> rest = endpoints.stream()
                .filter(other -> !other.id().equals(endpoint.id()))
                .toList();
        return new LiveSandbox(key, rest, gatewayEndpoint, published);
    }

    LiveSandbox withEndpoints(List<LiveEndpoint> others) {
        return new LiveSandbox(key, others, gatewayEndpoint, published);
    }

    LiveSandbox through(String endpointId, List<PublishedPort> ports) {
        return new LiveSandbox(key, endpoints, endpointId, ports);
    }
}
