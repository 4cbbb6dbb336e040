package dev.berth.runtime.archive;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.tree.Directory;
import dev.berth.plugin.EngineException.Forbidden;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.archive.ContainerView.Place;
import dev.berth.runtime.image.Decompression;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TreeTar;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import dev.berth.runtime.tar.UnpackRules.Whiteouts;
import dev.berth.runtime.volume.OpenMounts;
import dev.berth.runtime.volume.VolumeService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code docker cp}. Paths are the container's, its volumes and binds included, whether it runs or not; symbolic links
 * are followed as inside the container and never out of it.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/cp/">docker container cp</a>
 */
public final class ContainerArchive {
    private final VolumeService volumes;

    public ContainerArchive(VolumeService volumes) {
        this.volumes = volumes;
    }

    /** {@code noOverwriteDirNonDir}: a directory is not replaced by a file nor a file by a directory. */
    public record PutOptions(boolean noOverwriteDirNonDir, boolean copyUidGid) {}

    /**
     * What the path is; its last component is not followed unless the path ends in a slash or {@code /.}.
     *
     * @throws NotFound {@code Could not find the file X in container Y}
     */
    public PathStat stat(ContainerFiles container, String path) {
        try (OpenMounts mounts = volumes.open(container.id())) {
            ContainerView view = new ContainerView(container.rootfs(), mounts);
            return stat(view, find(container, view, path), path);
        }
    }

    /**
     * Writes the file or tree as tar, names beginning with the path's base name; the status is given before the first
     * byte, so that a header can be sent. Closes the stream that it is given.
     *
     * @throws NotFound {@code Could not find the file X in container Y}
     */
    public void get(ContainerFiles container, String path, Function<PathStat, OutputStream> target) {
        try (OpenMounts mounts = volumes.open(container.id())) {
            ContainerView view = new ContainerView(container.rootfs(), mounts);
            Place place = find(container, view, path);
            try (OutputStream out = target.apply(stat(view, place, path))) {
                write(view, place, baseName(path), out);
            }
        } catch (IOException failure) {
            throw new SystemFailure("copy " + path + " from container " + container.ref(), failure);
        }
    }

    private static void write(ContainerView view, Place place, String name, OutputStream out) throws IOException {
        TreeTar.Options options =
                new TreeTar.Options(name.equals("/") ? "" : name, view.mountsBelow(place.path()), false);
        Optional<Path> mount = view.mountSource(place.path());
        if (mount.isPresent()) {
            TreeTar.write(mount.get(), out, options);
            return;
        }
        try (Directory parent = view.directory(ContainerView.parentOf(place.path()))) {
            String last = ContainerView.nameOf(place.path());
            TreeTar.write(last.isEmpty() ? parent.path() : parent.path(last), out, options);
        }
    }

    /**
     * Unpacks the tar, which may be compressed by gzip, bzip2, xz or zstd, into the directory.
     *
     * @throws NotFound there is no such path
     * @throws InvalidParameter it is no directory, or the archive is bad
     * @throws Forbidden the file system there is read-only
     */
    public void put(ContainerFiles container, String path, InputStream tar, PutOptions options) {
        try (OpenMounts mounts = volumes.open(container.id())) {
            ContainerView view = new ContainerView(container.rootfs(), mounts);
            Place place = find(container, view, path, true);
            Unpacking unpacking = new Unpacking(view, place.path(), container.readOnly());
            unpacking.checkWritable(place.path());
            UnpackRules rules = new UnpackRules(true, true, Whiteouts.PLAIN, !options.noOverwriteDirNonDir());
            TreeUnpacker.unpack(Decompression.open(tar), unpacking, rules);
        } catch (TarFormatException bad) {
            throw new InvalidParameter(
                    "copy to " + path + " in container " + container.ref() + ": " + bad.getMessage(), bad);
        } catch (IOException failure) {
            throw new SystemFailure(
                    "copy to " + path + " in container " + container.ref() + ": " + failure.getMessage(), failure);
        }
    }

    private static Place find(ContainerFiles container, ContainerView view, String path) {
        return find(container, view, path, path.endsWith("/") || path.endsWith("/."));
    }

    private static Place find(ContainerFiles container, ContainerView view, String path, boolean assertsDirectory) {
        Place place;
        try {
            place = view.find(path, assertsDirectory);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
                throw new NotFound("Could not find the file " + path + " in container " + container.ref());
            }
            throw new InvalidParameter(
                    "find " + path + " in container " + container.ref() + ": "
                            + failure.errno().text(),
                    failure);
        }
        if (assertsDirectory && !place.status().isDirectory()) {
            throw new InvalidParameter("extraction point is not a directory");
        }
        return place;
    }

    private static PathStat stat(ContainerView view, Place place, String path) {
        String linkTarget = place.status().isSymbolicLink() ? linkTarget(view, place) : "";
        return PathStat.of(baseName(path), place.status(), linkTarget);
    }

    /** Where the link leads; of one that leads nowhere, what it says as an absolute path. */
    private static String linkTarget(ContainerView view, Place place) {
        try {
            return view.find(place.path(), true).path();
        } catch (ErrnoException dangling) {
            String text = view.linkTarget(place.path());
            String parent = ContainerView.parentOf(place.path());
            return dev.berth.runtime.volume.ContainerPath.clean(
                    text.startsWith("/") ? text : ContainerView.join(parent, text));
        }
    }

    /** As Go's filepath.Base: {@code /a/b/} gives {@code b}, {@code /a/.} gives a dot, the root a slash. */
    static String baseName(String path) {
        String trimmed = path.replaceAll("/+$", "");
        return trimmed.isEmpty() ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
