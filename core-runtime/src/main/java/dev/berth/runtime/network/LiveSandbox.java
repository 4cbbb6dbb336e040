package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running container's sandbox, as it is kept in the store.
 *
 * @param key file of the network namespace; empty for the host's own
 * @param endpoints in the order in which they were made
 * @param gateways the endpoints that have the default routes and the published ports
 * @param published what is published, with the host ports that were found
 */
record LiveSandbox(String key, List<LiveEndpoint> endpoints, Gateways gateways, List<PublishedPort> published) {
    LiveSandbox {
        endpoints = List.copyOf(endpoints);
        published = List.copyOf(published);
    }

    /** @param gatewayEndpoint in records of versions that had one endpoint for both families and every port */
    @JsonCreator
    static LiveSandbox read(
            @JsonProperty("key") String key,
            @JsonProperty("endpoints") List<LiveEndpoint> endpoints,
            @JsonProperty("gateways") @Nullable Gateways gateways,
            @JsonProperty("published") List<PublishedPort> published,
            @JsonProperty("gatewayEndpoint") @Nullable String gatewayEndpoint) {
        if (gateways != null) {
            return new LiveSandbox(key, endpoints, gateways, published);
        }
        Optional<LiveEndpoint> gateway = endpoints.stream()
                .filter(endpoint -> endpoint.id().equals(gatewayEndpoint))
                .findFirst();
        return new LiveSandbox(
                key,
                endpoints,
                gateway.map(Gateways::by).orElse(Gateways.NONE),
                gateway.map(endpoint -> published.stream()
                                .map(port -> port.on(endpoint.id()))
                                .toList())
                        .orElse(List.of()));
    }

    Optional<LiveEndpoint> on(String networkId) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.networkId().equals(networkId))
                .findFirst();
    }

    Optional<LiveEndpoint> endpoint(String id) {
        return endpoints.stream().filter(endpoint -> endpoint.id().equals(id)).findFirst();
    }

    List<PublishedPort> publishedBy(LiveEndpoint endpoint) {
        return published.stream()
                .filter(port -> port.endpointId().equals(endpoint.id()))
                .toList();
    }

    LiveSandbox with(LiveEndpoint endpoint) {
        return withEndpoints(
                Stream.concat(endpoints.stream(), Stream.of(endpoint)).toList());
    }

    /** Its ports go with it. The gateways still name it, until others are settled on. */
    LiveSandbox without(LiveEndpoint endpoint) {
        List<LiveEndpoint> rest = endpoints.stream()
                .filter(other -> !other.id().equals(endpoint.id()))
                .toList();
        List<PublishedPort> others = published.stream()
                .filter(port -> !port.endpointId().equals(endpoint.id()))
                .toList();
        return new LiveSandbox(key, rest, gateways, others);
    }

    LiveSandbox withEndpoints(List<LiveEndpoint> others) {
        return new LiveSandbox(key, others, gateways, published);
    }

    LiveSandbox through(Gateways others, List<PublishedPort> ports) {
        return new LiveSandbox(key, endpoints, others, ports);
    }
}
