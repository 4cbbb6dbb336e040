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
     * As {@link #replace}, for a volume that is mounted and stays so: whoever has it mounted sees the new data at the same
     * place.
     *
     * @param window runs what it is given, once, while nobody can look at the volume; if the process is killed meanwhile
     *     the driver brings it to its end when it is opened again, before anybody looks
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     * @throws dev.berth.plugin.EngineException.NotImplemented its data is not this driver's to replace
     */
    void replaceMounted(String name, Consumer<Path> fill, Consumer<Runnable> window);

    /**
     * Renames the volume.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     * @throws dev.berth.plugin.EngineException.Conflict it is mounted, or the new name is taken
     */
    void rename(String name, String newName);
}
