package dev.berth.plugin.volume;

import java.nio.file.Path;

/** A volume driver that fills new volumes itself, so that a crash leaves none half filled. */
public interface CopyUp {
    /**
     * Copies the tree into the volume if it is empty: contents, owners, modes, times, extended
     * attributes, hard links, and the root directory's own owner and mode. Callers at the same time wait for one copy.
     *
     * @param source a directory of the image
     * @return true if this call filled it
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     */
    boolean copyUp(String name, Path source);

    /**
     * True if the volume is known to have something in it, so that {@link #copyUp} would do nothing; false says nothing.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     */
    default boolean isFilled(String name) {
        return false;
    }
}
