package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;

/** Containers' root file systems, and the layers that each stands on, which survive in the state database. */
final class RootfsStore {
    private static final String KIND = "rootfs";

    private final EnginePaths paths;
    private final Store store;
    private final LayerStore layers;
    private final ConcurrentHashMap<String, Rootfs> byContainer = new ConcurrentHashMap<>();

    private final LayerCollector collector;
    private final Lock changes;

    /** @param changes held by whoever adds or takes away an image or a layer */
    RootfsStore(EnginePaths paths, Store store, ImageIndex index, LayerStore layers, LayerClaims claims, Lock changes) {
        this.paths = paths;
        this.store = store;
        this.layers = layers;
        this.collector = new LayerCollector(index, layers, this, claims);
        this.changes = changes;
    }

    LayerCollector collector() {
        return collector;
    }

    /** Always the same object for one container. */
    Rootfs of(String containerId) {
        return byContainer.computeIfAbsent(
                containerId, id -> new Rootfs(id, paths.container(id).resolve("overlay"), this));
    }

    /** The diff ids that containers stand on. */
    Set<String> layersInUse() {
        Set<String> used = new HashSet<>();
        store.all(KIND).values().forEach(json -> used.addAll(List.of(Json.read(json, String[].class))));
        return used;
    }

    /**
     * Makes the layers stay for as long as the container is there.
     *
     * @throws EngineException.NotFound the image was removed meanwhile
     */
    void record(String containerId, Image image) {
        changes.lock();
        try {
            if (!image.layers().stream().allMatch(layers::has)) {
                throw new EngineException.NotFound("No such image: " + image.id());
            }
            store.putLazily(KIND, containerId, Json.write(image.layers()));
        } finally {
            changes.unlock();
        }
    }

    /** Forgets the container, and deletes layers that only it still needed as its image is gone. */
    void forget(String containerId) {
        changes.lock();
        try {
            Optional<List<String>> stack = diffIds(containerId);
            store.deleteLazily(KIND, containerId);
            byContainer.remove(containerId);
            stack.ifPresent(collector::collect);
        } finally {
            changes.unlock();
        }
    }

    Optional<List<String>> diffIds(String containerId) {
        return store.get(KIND, containerId).map(json -> List.of(Json.read(json, String[].class)));
    }

    /** Roots of the layers, the uppermost first, by names short enough for mount(2). */
    List<Path> lowers(List<String> diffIds) {
        List<Path> lowers =
                new ArrayList<>(diffIds.stream().map(layers::shortPath).toList());
        Collections.reverse(lowers);
        return lowers;
    }
}
