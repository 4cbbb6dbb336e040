package dev.berth.runtime.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Volumes, and which container holds which. Everything that it knows survives the daemon.
 *
 * <p>A container's way through it: {@link #plan} at create, {@link #mount} at each start, {@link #unmount} at each stop,
 * {@link #release} at removal.
 */
public final class VolumeService {
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
        throw new IllegalStateException("volume create: not there yet");
    }

    /**
     * The volumes that pass the filters {@code dangling}, {@code driver}, {@code label}, {@code name}.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter an unknown filter or value
     */
    public VolumeList list(Map<String, List<String>> filters) {
        throw new IllegalStateException("volume list: not there yet");
    }

    /** @throws dev.berth.plugin.EngineException.NotFound {@code get X: no such volume} */
    public Volume inspect(String name) {
        throw new IllegalStateException("volume inspect: not there yet");
    }

    /**
     * Removes the volume and its data.
     *
     * @param force an unknown name is no error; a volume in use is refused all the same
     * @throws dev.berth.plugin.EngineException.Conflict {@code remove X: volume is in use - [IDS]}
     */
    public void remove(String name, boolean force) {
        throw new IllegalStateException("volume remove: not there yet");
    }

    /** Removes unused volumes: anonymous ones, or all with the filter {@code all=true}; also {@code label}. */
    public VolumePruneReport prune(Map<String, List<String>> filters) {
        throw new IllegalStateException("volume prune: not there yet");
    }

    /** Disk use of each local volume by name; walks their trees. */
    public Map<String, VolumeUsage> usage() {
        throw new IllegalStateException("volume usage: not there yet");
    }

    /**
     * Decides every mount of a new container, creates the volumes it needs, fills empty ones from the image and takes
     * a reference to each. After a failure nothing of it is left.
     *
     * @return what {@code inspect} shows as {@code Mounts}, by destination
     * @throws dev.berth.plugin.EngineException.InvalidParameter Docker's message on what is wrong with the request
     */
    public List<MountPoint> plan(MountRequest request) {
        throw new IllegalStateException("mount plan: not there yet");
    }

    /** What {@code inspect} shows as {@code Mounts}; empty for an unknown container. */
    public List<MountPoint> mounts(String containerId) {
        throw new IllegalStateException("mounts: not there yet");
    }

    /**
     * Makes the data of every mount reachable, creating missing sources of {@code -v} binds. Repeating it is harmless.
     *
     * @return in the order in which they have to be mounted, parents first
     */
    public List<ResolvedMount> mount(String containerId) {
        throw new IllegalStateException("mount: not there yet");
    }

    /** Lets go of what {@link #mount} made reachable; every mount is tried; harmless if there is none. */
    public void unmount(String containerId) {
        throw new IllegalStateException("unmount: not there yet");
    }

    /**
     * Forgets the container; unmounts first if need be.
     *
     * @param removeAnonymous also removes its anonymous volumes that no other container holds
     */
    public void release(String containerId, boolean removeAnonymous) {
        throw new IllegalStateException("release: not there yet");
    }

    /** The container's volume of this destination, if it is one; for {@code docker cp} and tests. */
    public Optional<MountPoint> mountAt(String containerId, String destination) {
        return mounts(containerId).stream()
                .filter(mount -> mount.destination().equals(destination))
                .findFirst();
    }
}
