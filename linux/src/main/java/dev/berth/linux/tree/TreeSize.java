package dev.berth.linux.tree;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileStatus;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How much is in a tree. */
public final class TreeSize {
    private final Set<Long> seen = new HashSet<>();
    private final long device;
    private final boolean contentOnly;

    private TreeSize(long device, boolean contentOnly) {
        this.device = device;
        this.contentOnly = contentOnly;
    }

    /** Bytes of all files' sizes; a file of several names counts once, what is mounted below does not. */
    public static long of(Path directory) {
        return of(directory, false);
    }

    /** As {@link #of}, of regular files alone: directories and links have no size of their own. */
    public static long ofContent(Path directory) {
        return of(directory, true);
    }

    private static long of(Path directory, boolean contentOnly) {
        try (Directory root = Directory.open(directory)) {
            return new TreeSize(root.status().device(), contentOnly).contents(root);
        }
    }

    private long contents(Directory directory) {
        long bytes = 0;
        try (Directory.Entries entries = directory.entries()) {
            while (entries.hasNext()) {
                bytes += entry(directory, entries.next());
            }
        }
        return bytes;
    }

    private long entry(Directory parent, String name) {
        try {
            FileStatus status = parent.status(name);
            if (status.device() != device) {
                return 0;
            }
            if (!status.isDirectory()) {
                return status.links() == 1 || seen.add(status.inode()) ? ownSize(status) : 0;
            }
            try (Directory child = parent.child(name)) {
                return ownSize(status) + contents(child);
            }
        } catch (ErrnoException failure) {
            // Deleted by its owner while it is counted.
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
                return 0;
            }
            throw failure;
        }
    }

    private long ownSize(FileStatus status) {
        return status.isRegular() || !contentOnly ? status.size() : 0;
    }
}
