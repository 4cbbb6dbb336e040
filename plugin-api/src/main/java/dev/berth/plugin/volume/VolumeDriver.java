package dev.berth.plugin.volume;

import dev.berth.plugin.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps named volumes. Calls for one volume never overlap. Mounts are counted by the caller's id: the same id twice is
 * one mount.
 *
 * @see <a href="https://docs.docker.com/engine/extend/plugins_volume/">volume plugin protocol</a>
 */
public interface VolumeDriver {
    /** {@code LOCAL} for volumes of one host. */
    Scope scope();

    /**
     * Makes the volume exist; one of the same name and options stays as it is.
     *
     * @param options driver options by name, the values of {@code --opt}
     * @throws dev.berth.plugin.EngineException.InvalidParameter a bad name or option
     */
    void create(String name, Map<String, String> options);

    /**
     * Deletes the volume and its data; succeeds if there is none.
     *
     * @throws dev.berth.plugin.EngineException.Conflict it is mounted
     */
    void remove(String name);

    /**
     * Makes the data reachable.
     *
     * @param id the holder, unique per container and mount
     * @return absolute path of the data on this host, until the last id is unmounted
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     */
    Path mount(String name, String id);

    /** Lets go; an unknown id or volume is not an error. */
    void unmount(String name, String id);

    /** Where the data is now, empty while it is nowhere on this host. */
    Optional<Path> path(String name);

    /**
     * What is known of the volume.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     */
    VolumeInfo get(String name);

    /** All volumes of this driver, in no order. */
    List<VolumeInfo> list();
}
