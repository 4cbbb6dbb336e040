package dev.berth.bridge;

import dev.berth.plugin.EngineException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The networks, endpoints and permits there are, in memory and in files that a restarted daemon finds again. A record is
 * written before the kernel is told of it and deleted after the kernel has forgotten it.
 */
final class BridgeState {
    private final RecordFiles networkFiles;
    private final RecordFiles endpointFiles;
    private final RecordFiles permitFiles;
    private final Map<String, BridgeNetwork> networks = new ConcurrentHashMap<>();
    private final Map<String, BridgeEndpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<String, LinkPermit> permits = new ConcurrentHashMap<>();

    /** Reads what is in the directory, which need not exist. */
    BridgeState(Path directory, RecordDisk disk) {
        networkFiles = new RecordFiles(directory.resolve("networks"), disk);
        endpointFiles = new RecordFiles(directory.resolve("endpoints"), disk);
        permitFiles = new RecordFiles(directory.resolve("permits"), disk);
        networkFiles.readAll().stream().map(BridgeRecords::network).forEach(each -> networks.put(each.id(), each));
        endpointFiles.readAll().stream().map(BridgeRecords::endpoint).forEach(each -> endpoints.put(each.id(), each));
        permitFiles.readAll().stream().map(BridgeRecords::permit).forEach(each -> permits.put(name(each), each));
    }

    Collection<BridgeNetwork> networks() {
        return networks.values();
    }

    Optional<BridgeNetwork> network(String id) {
        return Optional.ofNullable(networks.get(id));
    }

    BridgeNetwork requireNetwork(String id) {
        return network(id).orElseThrow(() -> new EngineException.NotFound("network " + id + " not found"));
    }

    void put(BridgeNetwork network, Map<String, String> rawOptions) {
        networkFiles.write(network.id(), BridgeRecords.of(network, rawOptions));
        networks.put(network.id(), network);
    }

    void deleteNetwork(String id) {
        networkFiles.delete(id);
        networks.remove(id);
    }

    List<BridgeEndpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    List<BridgeEndpoint> endpointsOf(String networkId) {
        return endpoints.values().stream()
                .filter(endpoint -> endpoint.networkId().equals(networkId))
                .toList();
    }

    Optional<BridgeEndpoint> endpoint(String networkId, String id) {
        return Optional.ofNullable(endpoints.get(id))
                .filter(endpoint -> endpoint.networkId().equals(networkId));
    }

    BridgeEndpoint requireEndpoint(String networkId, String id) {
        requireNetwork(networkId);
        return endpoint(networkId, id).orElseThrow(() -> new EngineException.NotFound("endpoint " + id + " not found"));
    }

    void put(BridgeEndpoint endpoint) {
        endpointFiles.write(endpoint.id(), BridgeRecords.of(endpoint));
        endpoints.put(endpoint.id(), endpoint);
    }

    void deleteEndpoint(String id) {
        endpointFiles.delete(id);
        endpoints.remove(id);
    }

    List<LinkPermit> permits() {
        return List.copyOf(permits.values());
    }

    void put(LinkPermit permit) {
        permitFiles.write(name(permit), BridgeRecords.of(permit));
        permits.put(name(permit), permit);
    }

    void deletePermit(LinkPermit permit) {
        permitFiles.delete(name(permit));
        permits.remove(name(permit));
    }

    Optional<LinkPermit> permit(String child, String parent) {
        return Optional.ofNullable(permits.get(child + "-" + parent));
    }

    private static String name(LinkPermit permit) {
        return permit.child() + "-" + permit.parent();
    }
}
