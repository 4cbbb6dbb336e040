package dev.berth.runtime.volume;

import dev.berth.plugin.Cleanup;
import java.nio.file.Path;
import java.util.List;

/** The data of a container's mounts on this host, for as long as this is open. */
public final class OpenMounts implements AutoCloseable {
    private final List<OpenMount> mounts;
    private final List<Runnable> undo;

    OpenMounts(List<OpenMount> mounts, List<Runnable> undo) {
        this.mounts = List.copyOf(mounts);
        this.undo = List.copyOf(undo);
    }

    /**
     * @param destination clean absolute path in the container
     * @param source directory or file on this host
     * @param rw false: the container may not write there
     */
    public record OpenMount(String destination, Path source, boolean rw) {}

    /** Parents before children. */
    public List<OpenMount> mounts() {
        return mounts;
    }

    @Override
    public void close() {
        Cleanup.all(undo.toArray(Runnable[]::new));
    }
}
