package dev.berth.runtime.tar;

import dev.berth.linux.tree.Directory;

/** Where an archive is unpacked: one directory, or a container's root with its mounts. */
@FunctionalInterface
public interface UnpackPlace {
    /**
     * Opens a directory; links on the way are followed within the place.
     *
     * @param path relative, without {@code ..}; empty for the place itself
     * @throws dev.berth.linux.sys.ErrnoException ENOENT, ENOTDIR ...
     */
    Directory directory(String path);

    /** True for a path where something is mounted, which can be neither made nor replaced; relative as above. */
    default boolean isFixed(String path) {
        return false;
    }
}
