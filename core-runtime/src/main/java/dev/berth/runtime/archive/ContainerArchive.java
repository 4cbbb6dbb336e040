package dev.berth.runtime.archive;

import dev.berth.runtime.volume.VolumeService;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@code docker cp}. Paths are the container's, its volumes and binds included, whether it runs or not; symbolic links
 * are followed as inside the container and never out of it.
 */
public final class ContainerArchive {
    private final VolumeService volumes;

    public ContainerArchive(VolumeService volumes) {
        this.volumes = volumes;
    }

    /**
     * What the path is; its last component is not followed unless the path ends in a slash.
     *
     * @throws dev.berth.plugin.EngineException.NotFound {@code Could not find the file X in container Y}
     */
    public PathStat stat(ContainerFiles container, String path) {
        throw new IllegalStateException("archive stat: not there yet " + volumes);
    }

    /**
     * Writes the file or tree as tar, names beginning with the path's base name; the status is given before the first
     * byte, so that a header can be sent.
     */
    public void get(ContainerFiles container, String path, java.util.function.Function<PathStat, OutputStream> target) {
        throw new IllegalStateException("archive get: not there yet");
    }

    /**
     * Unpacks the tar into the directory.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter the path is no directory
     * @throws dev.berth.plugin.EngineException.Forbidden the file system there is read-only
     */
    public void put(ContainerFiles container, String path, InputStream tar, PutOptions options) {
        throw new IllegalStateException("archive put: not there yet");
    }

    /** {@code noOverwriteDirNonDir}: a directory is not replaced by a file nor a file by a directory. */
    public record PutOptions(boolean noOverwriteDirNonDir, boolean copyUidGid) {}
}
