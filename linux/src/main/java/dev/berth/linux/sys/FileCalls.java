package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;

/** Calls on files that {@code java.nio.file} lacks. None follows a symbolic link in the last place, unless it says so. */
public final class FileCalls {
    /** File types of {@code st_mode}, {@code linux/stat.h}. */
    public static final int S_IFSOCK = 0140000;

    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFIFO = 0010000;

    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final long SYS_OPENAT2 = 437;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long UTIME_OMIT = (1L << 30) - 2;

    /** Ends at once, and is never written to. */
    private static final byte[] NO_NAME = {0};

    private FileCalls() {}

    /**
     * Opens a file, close-on-exec.
     *
     * @param flags {@link OpenFlags}, or-ed
     * @param mode permissions of a file that is created, 0..07777
     */
    public static Fd open(Path path, int flags, int mode) {
        byte[] name = Syscalls.cString(path);
        return Fd.owned(
                Syscalls.checkInt("open", path.toString(), () -> LibC.open(name, flags | OpenFlags.CLOEXEC, mode)));
    }

    /**
     * Opens a file below a directory as if that were {@code /}: neither {@code ..} nor a symbolic link, absolute ones
     * included, leads out of it, whatever others do to the tree meanwhile.
     *
     * @param root an open directory
     * @param path from it, absolute or relative
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP ... as open(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2), RESOLVE_IN_ROOT</a>
     */
    public static Fd openInRoot(Fd root, String path, int flags, int mode) {
        byte[] how = ByteBuffer.allocate(24)
                .order(ByteOrder.nativeOrder())
                .putLong(flags | OpenFlags.CLOEXEC)
                .putLong(mode)
                .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
                .array();
        byte[] name = Syscalls.cString(path.isEmpty() ? "." : path);
        while (true) {
            try {
                return Fd.owned(Syscalls.checkInt(
                        "openat2",
                        path + " in root",
                        () -> LibC.syscall(SYS_OPENAT2, root.number(), name, how, how.length)));
            } catch (ErrnoException failure) {
                // The kernel could not rule out that a rename led ".." outside; it asks to be called again.
                if (failure.errno() != Errno.EAGAIN) {
                    throw failure;
                }
            }
        }
    }

    /** As {@link #openInRoot(Fd, String, int, int)}, by the root's own path. */
    public static Fd openInRoot(Path root, String path, int flags, int mode) {
        try (Fd directory = open(root, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
            return openInRoot(directory, path, flags, mode);
        }
    }

    /**
     * The status of a file, of the link itself if it is a symbolic one.
     *
     * @throws ErrnoException ENOENT if there is none
     */
    public static FileStatus status(Path path) {
        return status(Syscalls.AT_FDCWD, Syscalls.cString(path), Syscalls.AT_SYMLINK_NOFOLLOW, path);
    }

    /** The status of an open file. */
    public static FileStatus status(Fd fd) {
        return status(fd.number(), NO_NAME, Syscalls.AT_EMPTY_PATH, fd);
    }

    /** @param detail what it is about, for a failure; the bytes of a name, or what has a text */
    static FileStatus status(int directory, byte[] name, int flags, Object detail) {
        byte[] buffer = new byte[STATX_BYTES];
        while (LibC.statx(directory, name, flags, STATX_BASIC_STATS, buffer) != 0) {
            Syscalls.again("statx", detail);
        }
        ByteBuffer statx = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
        return new FileStatus(
                FileStatus.device(statx.getInt(0x88), statx.getInt(0x8c)),
                statx.getLong(0x20),
                statx.getShort(0x1c) & 0xffff,
                statx.getInt(0x10) & 0xffffffffL,
                statx.getInt(0x14) & 0xffffffffL,
                statx.getInt(0x18) & 0xffffffffL,
                FileStatus.device(statx.getInt(0x80), statx.getInt(0x84)),
                statx.getLong(0x28),
                statx.getLong(0x30),
                time(statx, 0x40),
                time(statx, 0x70),
                time(statx, 0x60));
    }

    private static Instant time(ByteBuffer statx, int at) {
        return Instant.ofEpochSecond(statx.getLong(at), statx.getInt(at + 8));
    }

    /**
     * Makes a device, a FIFO, a socket or an empty file, whatever the umask.
     *
     * @param mode a type and permissions, such as {@code S_IFCHR | 0600}
     * @param device of a device file, {@link FileStatus#device(int, int)}; else 0
     */
    public static void mknod(Path path, int mode, long device) {
        byte[] name = Syscalls.cString(path);
        Syscalls.check("mknod", path.toString(), () -> LibC.mknod(name, mode, device));
        // By descriptor: what else may be put at that name meanwhile must not be followed.
        try (Fd fd = open(path, OpenFlags.PATH | OpenFlags.NOFOLLOW, 0)) {
            chmod(Path.of("/proc/self/fd/" + fd.number()), mode & 07777);
        }
    }

    /** Changes permissions, of the target if it is a symbolic link: those have none. @param mode 0..07777 */
    public static void chmod(Path path, int mode) {
        byte[] name = Syscalls.cString(path);
        Syscalls.check("chmod", path.toString(), () -> LibC.chmod(name, mode));
    }

    /**
     * Changes the owner; clears set-user-id, so set permissions after it.
     *
     * @param owner user id, -1 = as it is
     * @param group group id, -1 = as it is
     */
    public static void lchown(Path path, long owner, long group) {
        byte[] name = Syscalls.cString(path);
        Syscalls.check(
                "lchown", path + " to " + owner + ":" + group, () -> LibC.lchown(name, (int) owner, (int) group));
    }

    /** Sets both times, nanoseconds. */
    public static void setTimes(Path path, Instant accessed, Instant modified) {
        long[] times = {accessed.getEpochSecond(), accessed.getNano(), modified.getEpochSecond(), modified.getNano()};
        utimensat(path, times);
    }

    /** Sets the time of the last change of content alone, nanoseconds. */
    public static void setModified(Path path, Instant modified) {
        utimensat(path, new long[] {0, UTIME_OMIT, modified.getEpochSecond(), modified.getNano()});
    }

    private static void utimensat(Path path, long[] times) {
        byte[] name = Syscalls.cString(path);
        Syscalls.check(
                "utimensat",
                path.toString(),
                () -> LibC.utimensat(Syscalls.AT_FDCWD, name, times, Syscalls.AT_SYMLINK_NOFOLLOW));
    }

    /** Gives the file {@code existing} one more name; a symbolic link gets it itself. */
    public static void link(Path existing, Path name) {
        byte[] from = Syscalls.cString(existing);
        byte[] to = Syscalls.cString(name);
        Syscalls.check(
                "linkat",
                name + " to " + existing,
                () -> LibC.linkat(Syscalls.AT_FDCWD, from, Syscalls.AT_FDCWD, to, 0));
    }

    /**
     * Renames at once.
     *
     * @throws ErrnoException EEXIST if {@code to} is there and {@code mode} is {@link RenameMode#NO_REPLACE}; EXDEV
     *     between file systems
     * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">renameat2(2)</a>
     */
    public static void rename(Path from, Path to, RenameMode mode) {
        byte[] source = Syscalls.cString(from);
        byte[] target = Syscalls.cString(to);
        Syscalls.check(
                "renameat2",
                from + " to " + to,
                () -> LibC.renameat2(Syscalls.AT_FDCWD, source, Syscalls.AT_FDCWD, target, mode.flag()));
    }

    /** Returns when the file, or the directory with its names, is on the disk. */
    public static void sync(Path path) {
        try (Fd fd = open(path, OpenFlags.READ_ONLY, 0)) {
            Syscalls.check("fsync", path.toString(), () -> LibC.fsync(fd.number()));
        }
    }

    /**
     * Returns when everything that was written to the file system of the path is on the disk; for many files at once.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/syncfs.2.html">syncfs(2)</a>
     */
    public static void syncFileSystem(Path path) {
        try (Fd fd = open(path, OpenFlags.READ_ONLY, 0)) {
            Syscalls.check("syncfs", path.toString(), () -> LibC.syncfs(fd.number()));
        }
    }
}
