package dev.berth.linux.sys;

import java.time.Instant;

/**
 * What the kernel knows of a file.
 *
 * @param device number of the file system, {@link #major} and {@link #minor} packed as in dev_t
 * @param inode number of the file within it
 * @param mode type and permissions, as {@code st_mode}
 * @param links how many names it has
 * @param owner user id, 0..2^32-2
 * @param group group id, 0..2^32-2
 * @param special device number of a device file, packed as in dev_t; else 0
 * @param size bytes
 * @param blocks units of 512 bytes that it takes up
 * @param accessed last read, nanoseconds
 * @param modified last change of content, nanoseconds
 * @param changed last change of anything, nanoseconds
 */
public record FileStatus(
        long device,
        long inode,
        int mode,
        long links,
        long owner,
        long group,
        long special,
        long size,
        long blocks,
        Instant accessed,
        Instant modified,
        Instant changed) {
    private static final int S_IFMT = 0170000;

    /** The type bits alone: {@link FileCalls#S_IFREG} and its like. */
    public int type() {
        return mode & S_IFMT;
    }

    /** Permission bits with set-user-id, set-group-id and sticky, 0..07777. */
    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == FileCalls.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == FileCalls.S_IFREG;
    }

    public boolean isSymbolicLink() {
        return type() == FileCalls.S_IFLNK;
    }

    /** The major number of a packed device number. */
    public static int major(long device) {
        return (int) (device >>> 8 & 0xfff | device >>> 32 & 0xfffff000L);
    }

    /** The minor number of a packed device number. */
    public static int minor(long device) {
        return (int) (device & 0xff | device >>> 12 & 0xffffff00L);
    }

    /** A packed device number, as mknod(2) takes it. */
    public static long device(int major, int minor) {
        return (major & 0xfffL) << 8 | (major & 0xfffff000L) << 32 | minor & 0xffL | (minor & 0xffffff00L) << 12;
    }
}
