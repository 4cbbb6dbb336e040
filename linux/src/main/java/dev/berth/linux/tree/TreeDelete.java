package dev.berth.linux.tree;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Deletes a tree: links are deleted, never followed, and another file system mounted in it stops the deletion. */
public final class TreeDelete {
    private TreeDelete() {}

    /**
     * Deletes the file or directory with everything in it; nothing happens if there is none.
     *
     * @throws ErrnoException EXDEV something is mounted in it; what lies before it in the order of names is gone
     */
    public static void delete(Path path) {
        Path name = path.getFileName();
        Path parent = path.toAbsolutePath().getParent();
        if (name == null || parent == null) {
            throw new IllegalArgumentException("refuse to delete " + path);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Directory directory = Directory.open(parent)) {
            entry(
                    directory,
                    ByteText.nameOf(path),
                    directory.status(ByteText.nameOf(path)).device());
        }
    }

    /** Deletes the entry of the directory in the same way; nothing happens if there is none. */
    public static void delete(Directory parent, String name) {
        try {
            entry(parent, name, parent.status(name).device());
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
    }

    /** Deletes what is in the directory, which stays. */
    public static void contents(Path directory) {
        try (Directory open = Directory.open(directory)) {
            contents(open, open.status().device());
        }
    }

    private static void contents(Directory directory, long device) {
        directory.names().forEach(name -> entry(directory, name, device));
    }

    private static void entry(Directory parent, String name, long device) {
        FileStatus status = parent.status(name);
        if (status.isDirectory()) {
            try (Directory child = parent.child(name)) {
                if (child.status().device() != device) {
                    throw new ErrnoException("unlink", name + ", another file system", Errno.EXDEV.number());
                }
                contents(child, device);
            }
        }
        try {
            Files.deleteIfExists(parent.path(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("delete " + name, failure);
        }
    }
}
