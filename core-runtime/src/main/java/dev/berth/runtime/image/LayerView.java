package dev.berth.runtime.image;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.Xattrs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks into layers as overlayfs joins them, without mounting: the uppermost layer that has a path decides, a whiteout
 * or an opaque directory hides what is below.
 *
 * @param layersTopFirst their roots
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
record LayerView(List<Path> layersTopFirst) {
    private static final String OPAQUE = "trusted.overlay.opaque";

    LayerView {
        layersTopFirst = List.copyOf(layersTopFirst);
    }

    /**
     * What one layer has to say of a path.
     *
     * @param found what it has there, a whiteout left out
     * @param isLast what lower layers have there is hidden
     * @param isBlocked something else than a directory, as a link, is there or on the way
     */
    private record Sight(Optional<FileStatus> found, boolean isLast, boolean isBlocked) {
        static Sight nothing(boolean isLast) {
            return new Sight(Optional.empty(), isLast, false);
        }
    }

    /** The status of the path, relative to the root; links are not followed, on the way neither. */
    Optional<FileStatus> status(Path path) {
        for (Path layer : layersTopFirst) {
            Sight sight = look(layer, path);
            if (sight.found().isPresent() || sight.isLast()) {
                return sight.found();
            }
        }
        return Optional.empty();
    }

    /**
     * The directory of the only layer that has something at the path, whose tree is then what overlayfs shows there but
     * for its whiteouts; empty if layers are joined there, or it takes following a link to tell.
     */
    Optional<Path> onlyDirectory(Path path) {
        Optional<Path> only = Optional.empty();
        for (Path layer : layersTopFirst) {
            Sight sight = look(layer, path);
            boolean joined = only.isPresent() && sight.found().isPresent();
            if (sight.isBlocked() || joined) {
                return Optional.empty();
            }
            if (sight.found().isPresent()) {
                only = Optional.of(layer.resolve(path));
            }
            if (sight.isLast()) {
                return only;
            }
        }
        return only;
    }

    private static Sight look(Path layer, Path path) {
        Path end = layer.resolve(path);
        Path at = layer;
        boolean isLast = false;
        for (Path name : path) {
            at = at.resolve(name);
            Optional<FileStatus> there = lookUp(at);
            if (there.isEmpty()) {
                return Sight.nothing(isLast);
            }
            if (isWhiteout(there.get())) {
                return Sight.nothing(true);
            }
            if (!there.get().isDirectory()) {
                return new Sight(at.equals(end) ? there : Optional.empty(), true, true);
            }
            isLast |= isOpaque(at);
            if (at.equals(end)) {
                return new Sight(there, isLast, false);
            }
        }
        throw new IllegalStateException("path without a name: " + path);
    }

    /** What is exactly there, links not followed. */
    static Optional<FileStatus> lookUp(Path path) {
        try {
            return Optional.of(FileCalls.status(path));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** True for the character device 0:0 that stands for a deleted file. */
    static boolean isWhiteout(FileStatus status) {
        return status.type() == FileCalls.S_IFCHR && status.special() == 0;
    }

    /** True for a directory that hides those of the same name in lower layers. */
    static boolean isOpaque(Path directory) {
        return Xattrs.get(directory, OPAQUE)
                .filter(value -> value.length == 1 && value[0] == 'y')
                .isPresent();
    }
}
