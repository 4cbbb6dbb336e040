package dev.berth.plugin.volume;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A volume driver that can give a volume other data at once, and another name. */
public interface ReplaceableVolumes {
    /**
     * Gives the volume the data that {@code fill} makes: before it has returned, and if it throws, the volume has the old
     * data, and after it the new, with nothing in between, even if the process is killed.
     *
     * @param fill makes the new data in an empty directory
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     * @throws dev.berth.plugin.EngineException.Conflict it is mounted
     * @throws dev.berth.plugin.EngineException.NotImplemented its data is not this driver's to replace
     */
    void replace(String name, Consumer<Path> fill);

    /**
     * Renames the volume.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     * @throws dev.berth.plugin.EngineException.Conflict it is mounted, or the new name is taken
     */
    void rename(String name, String newName);
}
