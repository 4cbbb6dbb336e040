package dev.berth.runtime.volume;

import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.RandomIds;
import dev.berth.runtime.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Volumes, and which container holds which. Everything that it knows survives the daemon.
 *
 * <p>A container's way through it: {@link #plan} at create, {@link #mount} at each start, {@link #unmount} at each stop,
 * {@link #release} at removal.
 */
public final class VolumeService {
    private final VolumeCatalog catalog;
    private final ContainerVolumes containers;
    private final VolumePrune pruning;
    private final VolumeData data;
    private final EngineHolds holds;

    /** @param events told of what happens, after it has happened */
    public VolumeService(
            VolumeDrivers drivers, MountedImages images, Store store, EnginePaths paths, VolumeEvents events) {
        VolumeBook book = new VolumeBook(store);
        this.catalog = new VolumeCatalog(drivers, book, events);
        BindRules bindRules = new BindRules(paths.dataRoot());
        MountPreparation preparation = new MountPreparation(
                catalog, images, bindRules, events, paths.execRoot().resolve("subpaths"));
        this.holds = new EngineHolds(catalog, book, preparation);
        this.containers = new ContainerVolumes(catalog, images, book, bindRules, preparation, holds);
        this.pruning = new VolumePrune(catalog, book, events);
        this.data = new VolumeData(catalog, book, holds, events);
    }

    /** The volumes' data as a whole: reading, replacing and renaming it. */
    public VolumeData data() {
        return data;
    }

    /**
     * Once at the daemon's start, before anything else: ends what a crash interrupted, forgets containers that are not
     * known any more, and mounts again what was mounted. Failures are logged.
     *
     * @param knownContainers full ids
     * @return those that plugins have to be asked about, each of which is left to {@link #restoreLater}
     */
    public Set<String> restore(Set<String> knownContainers) {
        holds.letGoOfLost();
        return containers.restore(knownContainers);
    }

    /** What {@link #restore} left of this container; may wait for plugins. */
    public void restoreLater(String container) {
        containers.mountAgain(container);
    }

    /**
     * Makes the volume exist. One of the same name stays as it is, with the labels and options that it has.
     *
     * @param name empty for an anonymous volume, which gets 64 hexadecimal digits and Docker's anonymous label
     * @param driver empty for {@code local}
     * @throws dev.berth.plugin.EngineException.InvalidParameter a bad name or option
     * @throws dev.berth.plugin.EngineException.NotFound no such driver
     * @throws dev.berth.plugin.EngineException.Conflict another driver has a volume of this name
     */
    public Volume create(String name, String driver, Map<String, String> options, Map<String, String> labels) {
        boolean anonymous = name.isEmpty();
        Map<String, String> all = new TreeMap<>(labels);
        if (anonymous) {
            all.put(Volume.ANONYMOUS_LABEL, "");
        }
        return catalog.create(new VolumeRecord(anonymous ? RandomIds.next() : name, driver, options, all, ""));
    }

    /**
     * The volumes that pass the filters {@code dangling}, {@code driver}, {@code label}, {@code name}.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter an unknown filter or value
     */
    public VolumeList list(Map<String, List<String>> filters) {
        return catalog.list(VolumeFilter.ofList(filters));
    }

    /** @throws dev.berth.plugin.EngineException.NotFound {@code get X: no such volume} */
    public Volume inspect(String name) {
        return catalog.inspect(name);
    }

    /**
     * Removes the volume and its data.
     *
     * @param force an unknown name is no error; a volume in use is refused all the same
     * @throws dev.berth.plugin.EngineException.Conflict {@code remove X: volume is in use - [IDS]}
     */
    public void remove(String name, boolean force) {
        catalog.remove(name, force);
    }

    /** Removes unused volumes: anonymous ones, or all with the filter {@code all=true}; also {@code label}. */
    public VolumePruneReport prune(Map<String, List<String>> filters) {
        return pruning.prune(VolumeFilter.ofPrune(filters));
    }

    /** Disk use of each local volume by name; walks their trees. */
    public Map<String, VolumeUsage> usage() {
        return pruning.usage();
    }

    /**
     * Decides every mount of a new container, creates the volumes it needs, fills empty ones from the image and takes
     * a reference to each. After a failure nothing of it is left.
     *
     * @return what {@code inspect} shows as {@code Mounts}, by destination
     * @throws dev.berth.plugin.EngineException.InvalidParameter Docker's message on what is wrong with the request
     */
    public List<MountPoint> plan(MountRequest request) {
        return containers.plan(request);
    }

    /** What {@code inspect} shows as {@code Mounts}; empty for an unknown container. */
    public List<MountPoint> mounts(String containerId) {
        return containers.mounts(containerId);
    }

    /**
     * Makes the data of every mount reachable, creating missing sources of {@code -v} binds. Repeating it is harmless.
     *
     * @return in the order in which they have to be mounted, parents first
     */
    public List<ResolvedMount> mount(String containerId) {
        return containers.mount(containerId);
    }

    /** Lets go of what {@link #mount} made reachable; every mount is tried; harmless if there is none. */
    public void unmount(String containerId) {
        containers.unmount(containerId);
    }

    /**
     * Forgets the container; unmounts first if need be.
     *
     * @param removeAnonymous also removes its anonymous volumes that no other container holds
     */
    public void release(String containerId, boolean removeAnonymous) {
        containers.release(containerId, removeAnonymous);
    }

    /** The data of the container's mounts whether it runs or not, until closed: for {@code docker cp}. */
    public OpenMounts open(String containerId) {
        return containers.open(containerId);
    }
}
