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

    /** The status of the path, relative to the root; links are not followed. */
    Optional<FileStatus> status(Path path) {
        for (Path layer : layersTopFirst) {
            boolean hidden = false;
            Path at = layer;
            for (Path name : path) {
                at = at.resolve(name);
                Optional<FileStatus> found = lookUp(at);
                if (found.isEmpty()) {
                    break;
                }
                if (isWhiteout(found.get())) {
                    return Optional.empty();
                }
                if (at.equals(layer.resolve(path))) {
                    return found;
                }
                hidden |= hides(found.get(), at);
            }
            if (hidden) {
                return Optional.empty();
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
            boolean hidden = false;
            Path at = layer;
            for (Path name : path) {
                at = at.resolve(name);
                Optional<FileStatus> found = lookUp(at);
                if (found.isEmpty()) {
                    break;
                }
                if (isWhiteout(found.get())) {
                    return only;
                }
                if (!found.get().isDirectory() || only.isPresent() && at.equals(layer.resolve(path))) {
                    return Optional.empty();
                }
                hidden |= isOpaque(at);
                only = at.equals(layer.resolve(path)) ? Optional.of(at) : only;
            }
            if (hidden) {
                return only;
            }
        }
        return only;
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

    private static boolean hides(FileStatus status, Path at) {
        return status.type() != FileCalls.S_IFDIR || isOpaque(at);
    }
}
