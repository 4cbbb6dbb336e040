package dev.berth.linux.tree;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.linux.sys.Xattrs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file has besides its content.
 *
 * @param owner user id
 * @param group group id
 * @param permissions 0..07777; of no meaning for a symbolic link
 * @param xattrs extended attributes, those of overlayfs itself left out
 */
public record NodeAttributes(
        long owner, long group, int permissions, Instant accessed, Instant modified, SortedMap<String, byte[]> xattrs) {
    private static final String OVERLAY = "trusted.overlay.";

    /** Those of the file itself. */
    public static NodeAttributes of(Path path, FileStatus status) {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        for (String name : Xattrs.list(path)) {
            if (!name.startsWith(OVERLAY)) {
                Xattrs.get(path, name).ifPresent(value -> xattrs.put(name, value));
            }
        }
        return new NodeAttributes(
                status.owner(), status.group(), status.permissions(), status.accessed(), status.modified(), xattrs);
    }

    /** Those of an open file. @param file not opened as a mere place */
    public static NodeAttributes of(Fd file, FileStatus status) {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        for (byte[] name : RawXattrs.list(file)) {
            String text = ByteText.decode(name);
            if (!text.startsWith(OVERLAY)) {
                RawXattrs.get(file, name).ifPresent(value -> xattrs.put(text, value));
            }
        }
        return new NodeAttributes(
                status.owner(), status.group(), status.permissions(), status.accessed(), status.modified(), xattrs);
    }

    /** Gives them to the entry of the directory; a link is never followed. Times come last, as the rest changes them. */
    public void applyTo(Directory parent, String name) {
        Path path = parent.path(name);
        FileCalls.lchown(path, owner, group);
        chmod(path);
        applyXattrs(path);
        FileCalls.setTimes(path, accessed, modified);
    }

    /** Gives them to an open file or directory. @param file not opened as a mere place */
    public void applyTo(Fd file) {
        OpenFile.chown(file, owner, group);
        OpenFile.chmod(file, permissions);
        xattrs.forEach((name, value) -> set(() -> RawXattrs.set(file, ByteText.encode(name), value)));
        OpenFile.setTimes(file, accessed, modified);
    }

    private void chmod(Path path) {
        try (Fd fd = FileCalls.open(path, OpenFlags.PATH | OpenFlags.NOFOLLOW, 0)) {
            if (!FileCalls.status(fd).isSymbolicLink()) {
                FileCalls.chmod(Path.of("/proc/self/fd/" + fd.number()), permissions);
            }
        }
    }

    private void applyXattrs(Path path) {
        xattrs.forEach((name, value) -> set(() -> Xattrs.set(path, name, value)));
    }

    /** Docker's choice too: a file system without attributes still takes the files. */
    private static void set(Runnable call) {
        try {
            call.run();
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.EOPNOTSUPP) {
                throw failure;
            }
        }
    }
}
