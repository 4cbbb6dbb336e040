package dev.berth.runtime.volume;

import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which volumes there are, which mounts each container has, and so who refers to which volume. The store has all of it
 * but the references of creates under way. Its lock guards the three maps; no driver is called under it.
 */
final class VolumeBook {
    private static final String VOLUME = "volume";
    private static final String MOUNTS = "container-mounts";
    private static final String HOLDS = "volume-holds";

    private final Store store;
    private final Map<String, VolumeRecord> volumes = new TreeMap<>();
    private final Map<String, ContainerMounts> containers = new TreeMap<>();

    /** Containers by volume, also those whose create is under way. */
    private final Map<String, Set<String>> references = new TreeMap<>();

    /** @param mounted whether the drivers have been asked to make the data reachable */
    record ContainerMounts(List<PlannedMount> mounts, boolean mounted) {
        static final ContainerMounts NONE = new ContainerMounts(List.of(), false);

        ContainerMounts {
            mounts = List.copyOf(mounts);
        }
    }

    VolumeBook(Store store) {
        this.store = store;
        store.all(VOLUME).forEach((name, json) -> volumes.put(name, Json.read(json, VolumeRecord.class)));
        store.all(MOUNTS).forEach((id, json) -> containers.put(id, Json.read(json, ContainerMounts.class)));
        containers.forEach((id, mounts) -> volumesOf(mounts.mounts()).forEach(name -> refer(name, id)));
    }

    static Set<String> volumesOf(List<PlannedMount> mounts) {
        return mounts.stream()
                .filter(PlannedMount::isVolume)
                .map(mount -> mount.point().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    synchronized Map<String, VolumeRecord> volumes() {
        return new TreeMap<>(volumes);
    }

    synchronized Optional<VolumeRecord> volume(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    synchronized void put(VolumeRecord volume) {
        store.put(VOLUME, volume.name(), Json.write(volume));
        volumes.put(volume.name(), volume);
    }

    synchronized void delete(String name) {
        store.delete(VOLUME, name);
        volumes.remove(name);
    }

    synchronized void refer(String volume, String containerId) {
        references.computeIfAbsent(volume, name -> new TreeSet<>()).add(containerId);
    }

    /** Full ids of the containers that refer to the volume, sorted. */
    synchronized List<String> references(String volume) {
        return List.copyOf(references.getOrDefault(volume, Set.of()));
    }

    synchronized ContainerMounts mounts(String containerId) {
        return containers.getOrDefault(containerId, ContainerMounts.NONE);
    }

    synchronized Map<String, ContainerMounts> containers() {
        return new TreeMap<>(containers);
    }

    /** The end of a create: its mounts are kept, its new volumes are no longer pending. All of it or nothing. */
    synchronized void settle(String containerId, List<PlannedMount> mounts) {
        List<VolumeRecord> settled = volumes.values().stream()
                .filter(volume -> volume.pendingFor().equals(containerId))
                .map(VolumeRecord::settled)
                .toList();
        ContainerMounts kept = new ContainerMounts(mounts, false);
        if (settled.isEmpty()) {
            store.putLazily(MOUNTS, containerId, Json.write(kept));
        } else {
            settle(containerId, kept, settled);
        }
        containers.put(containerId, kept);
    }

    private void settle(String containerId, ContainerMounts kept, List<VolumeRecord> settled) {
        store.transaction(() -> {
            store.put(MOUNTS, containerId, Json.write(kept));
            settled.forEach(volume -> store.put(VOLUME, volume.name(), Json.write(volume)));
            return true;
        });
        settled.forEach(volume -> volumes.put(volume.name(), volume));
    }

    synchronized void setMounted(String containerId, boolean mounted) {
        ContainerMounts present = containers.get(containerId);
        if (present != null && present.mounted() != mounted) {
            ContainerMounts next = new ContainerMounts(present.mounts(), mounted);
            store.putLazily(MOUNTS, containerId, Json.write(next));
            containers.put(containerId, next);
        }
    }

    /** Writes down that the engine itself holds a volume, before it does; the end of the machine ends that anyway. */
    synchronized void hold(String holder, String volume) {
        store.putLazily(HOLDS, holder, Json.write(volume));
    }

    /** The engine no longer holds it. */
    synchronized void letGo(String holder) {
        store.deleteLazily(HOLDS, holder);
    }

    /** Volumes that the engine holds, by holder; at the daemon's start those of one that was killed. */
    synchronized Map<String, String> holds() {
        Map<String, String> holds = new TreeMap<>();
        store.all(HOLDS).forEach((holder, json) -> holds.put(holder, Json.read(json, String.class)));
        return holds;
    }

    /** Forgets the container and its references. */
    synchronized void forget(String containerId) {
        store.deleteLazily(MOUNTS, containerId);
        containers.remove(containerId);
        references.values().forEach(ids -> ids.remove(containerId));
        references.values().removeIf(Set::isEmpty);
    }
}
