package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RenameMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * Deletes a tree: links are deleted, never followed, and another file system mounted in it stops the deletion. However
 * many entries a directory has and however deep the tree is, memory, stack and open descriptors are bounded.
 */
public final class TreeDelete {
    private static final int OPEN_DIRECTORY = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
    private static final Set<Errno> GONE = EnumSet.of(Errno.ENOENT, Errno.ENOTDIR);

    /** A directory that lies deeper is first moved to the top, to be deleted from there. */
    private static final int DEEPEST = 64;

    private final Fd top;
    private final long device;
    private long moved;

    private TreeDelete(Fd top) {
        this.top = top;
        this.device = FileCalls.status(top).device();
    }

    /**
     * Deletes the file or directory with everything in it; nothing happens if there is none.
     *
     * @throws ErrnoException EXDEV something is mounted in it; some of it is gone
     */
    public static void delete(Path path) {
        Path name = path.getFileName();
        Path parent = path.toAbsolutePath().getParent();
        if (name == null || parent == null) {
            throw new IllegalArgumentException("refuse to delete " + path);
        }
        try (Fd directory = FileCalls.open(parent, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
            delete(directory, ByteText.encode(ByteText.nameOf(path)));
        } catch (ErrnoException failure) {
            if (!GONE.contains(failure.errno())) {
                throw failure;
            }
        }
    }

    /** Deletes the entry of the directory in the same way; nothing happens if there is none. */
    public static void delete(Directory parent, String name) {
        delete(parent.fd(), ByteText.encode(name));
    }

    private static void delete(Fd parent, byte[] name) {
        if (!isUnlinked(parent, name)) {
            try (Fd directory = AtCalls.open(parent, name, OPEN_DIRECTORY, 0)) {
                new TreeDelete(directory).contents(directory, 0);
            }
            AtCalls.removeDirectory(parent, name);
        }
    }

    /** Deletes what is in the directory, which stays. */
    public static void contents(Path directory) {
        try (Fd open = FileCalls.open(directory, OPEN_DIRECTORY, 0)) {
            new TreeDelete(open).contents(open, 0);
        }
    }

    /** Whether nothing is left to do: it was no directory, or not there. */
    private static boolean isUnlinked(Fd parent, byte[] name) {
        try {
            AtCalls.unlink(parent, name);
            return true;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EISDIR) {
                return false;
            }
            if (failure.errno() == Errno.ENOENT) {
                return true;
            }
            throw failure;
        }
    }

    /** Lists it until nothing is there: an entry may be missed when others are deleted meanwhile. */
    private void contents(Fd directory, int depth) {
        boolean[] some = {true};
        while (some[0]) {
            some[0] = false;
            AtCalls.entries(directory, name -> {
                some[0] = true;
                entry(directory, name, depth);
            });
        }
    }

    private void entry(Fd parent, byte[] name, int depth) {
        if (isUnlinked(parent, name)) {
            return;
        }
        if (depth >= DEEPEST) {
            moved++;
            byte[] temporary = (".berth-deep-" + moved + "-" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
            AtCalls.rename(parent, name, top, temporary, RenameMode.NO_REPLACE);
            return;
        }
        try (Fd directory = AtCalls.open(parent, name, OPEN_DIRECTORY, 0)) {
            if (FileCalls.status(directory).device() != device) {
                throw new ErrnoException(
                        "unlink", ByteText.decode(name) + ", another file system", Errno.EXDEV.number());
            }
            contents(directory, depth + 1);
        }
        AtCalls.removeDirectory(parent, name);
    }
}
