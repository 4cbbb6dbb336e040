package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The containers that the network knows, with what is kept of each. */
final class ContainerIndex {
    private static final String KIND = "endpoint";

    private final Store store;
    private final Map<String, ContainerEntry> entries = new ConcurrentHashMap<>();

    ContainerIndex(Store store) {
        this.store = store;
    }

    Collection<ContainerEntry> all() {
        return List.copyOf(entries.values());
    }

    /** The entry of a container that may be new. */
    ContainerEntry enter(ContainerNetworkRequest request) {
        ContainerEntry entry = entries.computeIfAbsent(request.id(), id -> new ContainerEntry(request));
        entry.request(request);
        return entry;
    }

    boolean contains(String containerId) {
        return entries.containsKey(containerId);
    }

    /** By id, name with or without slash, or unique prefix of an id. */
    Optional<ContainerEntry> lookUp(String ref) {
        ContainerEntry byId = entries.get(ref);
        if (byId != null) {
            return Optional.of(byId);
        }
        String name = ref.startsWith("/") ? ref.substring(1) : ref;
        Optional<ContainerEntry> byName = entries.values().stream()
                .filter(entry -> entry.request().name().equals(name))
                .findFirst();
        if (byName.isPresent() || ref.isEmpty()) {
            return byName;
        }
        List<ContainerEntry> byPrefix = entries.values().stream()
                .filter(entry -> entry.request().id().startsWith(ref))
                .toList();
        return byPrefix.size() == 1 ? Optional.of(byPrefix.get(0)) : Optional.empty();
    }

    /** @throws EngineException.NotFound {@code No such container: X} */
    ContainerEntry find(String ref) {
        return lookUp(ref).orElseThrow(() -> new EngineException.NotFound("No such container: " + ref));
    }

    /** Sets what is kept of the container, on disk first. Called with the entry's lock held. */
    void save(ContainerEntry entry, ContainerNetworks networks) {
        store.put(KIND, entry.request().id(), Json.write(networks));
        entry.networks(networks);
    }

    /**
     * As {@link #save}, where the disk need not be waited for: what is of a sandbox ends with the machine, and what is
     * reserved for a container is followed by the container.
     */
    void note(ContainerEntry entry, ContainerNetworks networks) {
        store.putLazily(KIND, entry.request().id(), Json.write(networks));
        entry.networks(networks);
    }

    /** Forgets a container that is marked as one to be removed, or never was. */
    void remove(String containerId) {
        store.deleteLazily(KIND, containerId);
        entries.remove(containerId);
    }

    /** What was kept of every container when the daemon last ran, by container id. */
    Map<String, ContainerNetworks> saved() {
        Map<String, ContainerNetworks> all = new LinkedHashMap<>();
        store.all(KIND).forEach((id, json) -> all.put(id, Json.read(json, ContainerNetworks.class)));
        return all;
    }
}
