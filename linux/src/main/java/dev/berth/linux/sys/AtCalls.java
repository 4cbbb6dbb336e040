package dev.berth.linux.sys;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Calls on an entry of an open directory by the bytes of its name, which need not be text. None follows a symbolic link,
 * and no path is walked, so that neither a rename nor a link put in the way leads anywhere else, and depth has no limit.
 */
public final class AtCalls {
    private static final int AT_REMOVEDIR = 0x200;
    private static final int DIRENT_BUFFER = 1 << 15;
    private static final int DIRENT_LENGTH = 16;
    private static final int DIRENT_TYPE = 18;
    private static final int DIRENT_NAME = 19;

    /** From the numbers of {@code dirent.h} to those of {@code st_mode}. */
    private static final int TYPE_SHIFT = 12;

    private static final int PATH_MAX = 4096;

    private AtCalls() {}

    /** Opens the entry, close-on-exec. @param mode permissions of a file that is created */
    public static Fd open(Fd directory, byte[] name, int flags, int mode) {
        byte[] entry = cString(name);
        int all = flags | OpenFlags.CLOEXEC | OpenFlags.NOFOLLOW;
        while (true) {
            int opened = LibC.openat(directory.number(), entry, all, mode);
            if (opened >= 0) {
                return Fd.owned(opened);
            }
            Syscalls.again("openat", name);
        }
    }

    /** The entry's own status. @throws ErrnoException ENOENT */
    public static FileStatus status(Fd directory, byte[] name) {
        return FileCalls.status(directory.number(), cString(name), Syscalls.AT_SYMLINK_NOFOLLOW, name);
    }

    /**
     * Calls {@code each} with the name of every entry but {@code .} and {@code ..}, in the kernel's order; holds no more
     * than one buffer of them.
     *
     * @param directory opened for reading, and read by nobody else
     */
    public static void entries(Fd directory, Consumer<byte[]> each) {
        entries(directory, (name, type) -> each.accept(name));
    }

    /** Takes an entry of a directory. */
    @FunctionalInterface
    public interface EntryTaker {
        /** @param type as {@link FileStatus#type} has it, when the directory was read; 0 if the file system does not tell */
        void take(byte[] name, int type);
    }

    /** As {@link #entries(Fd, Consumer)}, with the entries' types. */
    public static void entries(Fd directory, EntryTaker each) {
        SparseFiles.position(directory, 0);
        byte[] buffer = new byte[DIRENT_BUFFER];
        while (true) {
            int size = Syscalls.checkInt(
                    "getdents64",
                    directory::toString,
                    () -> LibC.getdents64(directory.number(), buffer, buffer.length));
            if (size == 0) {
                return;
            }
            for (int at = 0; at < size; ) {
                int length = buffer[at + DIRENT_LENGTH] & 0xff | (buffer[at + DIRENT_LENGTH + 1] & 0xff) << 8;
                byte[] name = nameAt(buffer, at + DIRENT_NAME);
                if (!isDots(name)) {
                    each.take(name, (buffer[at + DIRENT_TYPE] & 0xff) << TYPE_SHIFT);
                }
                at += length;
            }
        }
    }

    private static byte[] nameAt(byte[] buffer, int from) {
        int end = from;
        while (buffer[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(buffer, from, end);
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    /** The target of a symbolic link. */
    public static byte[] readLink(Fd directory, byte[] name) {
        byte[] entry = cString(name);
        byte[] target = new byte[PATH_MAX];
        int length = Syscalls.checkInt(
                "readlinkat",
                () -> ByteText.decode(name),
                () -> LibC.readlinkat(directory.number(), entry, target, target.length));
        return Arrays.copyOf(target, length);
    }

    /** Makes a directory. @param mode 0..07777, without what the umask takes away */
    public static void makeDirectory(Fd directory, byte[] name, int mode) {
        byte[] entry = cString(name);
        Syscalls.check("mkdirat", () -> ByteText.decode(name), () -> LibC.mkdirat(directory.number(), entry, mode));
    }

    /** Makes a device, a FIFO or a socket. @param device {@link FileStatus#device(int, int)}, else 0 */
    public static void makeNode(Fd directory, byte[] name, int mode, long device) {
        byte[] entry = cString(name);
        Syscalls.check(
                "mknodat", () -> ByteText.decode(name), () -> LibC.mknodat(directory.number(), entry, mode, device));
    }

    /** Makes a symbolic link. */
    public static void makeLink(byte[] target, Fd directory, byte[] name) {
        byte[] entry = cString(name);
        byte[] to = cString(target);
        Syscalls.check("symlinkat", () -> ByteText.decode(name), () -> LibC.symlinkat(to, directory.number(), entry));
    }

    /** Gives the entry one more name. */
    public static void link(Fd from, byte[] name, Fd to, byte[] newName) {
        byte[] present = cString(name);
        byte[] wanted = cString(newName);
        Syscalls.check(
                "linkat",
                () -> ByteText.decode(newName),
                () -> LibC.linkat(from.number(), present, to.number(), wanted, 0));
    }

    /** Renames an entry. @throws ErrnoException as {@link FileCalls#rename} */
    public static void rename(Fd from, byte[] name, Fd to, byte[] newName, RenameMode mode) {
        byte[] present = cString(name);
        byte[] wanted = cString(newName);
        Syscalls.check(
                "renameat2",
                () -> ByteText.decode(name) + " to " + ByteText.decode(newName),
                () -> LibC.renameat2(from.number(), present, to.number(), wanted, mode.flag()));
    }

    /** Deletes the entry, which is no directory. */
    public static void unlink(Fd directory, byte[] name) {
        unlink(directory, name, 0);
    }

    /** Deletes the entry, an empty directory. */
    public static void removeDirectory(Fd directory, byte[] name) {
        unlink(directory, name, AT_REMOVEDIR);
    }

    private static void unlink(Fd directory, byte[] name, int flags) {
        byte[] entry = cString(name);
        Syscalls.check("unlinkat", () -> ByteText.decode(name), () -> LibC.unlinkat(directory.number(), entry, flags));
    }

    /** Changes the entry's owner. */
    public static void chown(Fd directory, byte[] name, long owner, long group) {
        byte[] entry = cString(name);
        Syscalls.check(
                "fchownat",
                () -> ByteText.decode(name) + " to " + owner + ":" + group,
                () -> LibC.fchownat(directory.number(), entry, (int) owner, (int) group, Syscalls.AT_SYMLINK_NOFOLLOW));
    }

    /** Sets both times of the entry to one. */
    public static void setTimes(Fd directory, byte[] name, Instant modified) {
        setTimes(directory, name, modified, modified);
    }

    /** Sets both times of the entry, nanoseconds. */
    public static void setTimes(Fd directory, byte[] name, Instant accessed, Instant modified) {
        byte[] entry = cString(name);
        long[] times = OpenFile.times(accessed, modified);
        Syscalls.check(
                "utimensat",
                () -> ByteText.decode(name),
                () -> LibC.utimensat(directory.number(), entry, times, Syscalls.AT_SYMLINK_NOFOLLOW));
    }

    /** A path that leads to the entry while the directory is open, for calls that take no directory; zero at its end. */
    static byte[] procPath(Fd directory, byte[] name) {
        byte[] prefix =
                ("/proc/self/fd/" + directory.number() + "/").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] path = Arrays.copyOf(prefix, prefix.length + name.length + 1);
        System.arraycopy(name, 0, path, prefix.length, name.length);
        return path;
    }

    private static byte[] cString(byte[] name) {
        for (byte each : name) {
            if (each == 0) {
                throw new IllegalArgumentException("NUL byte in the name '" + ByteText.decode(name) + "'");
            }
        }
        return Arrays.copyOf(name, name.length + 1);
    }
}
