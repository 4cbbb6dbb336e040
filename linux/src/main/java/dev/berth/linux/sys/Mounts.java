package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mounting and unmounting in the calling thread's mount namespace.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mount.2.html">mount(2)</a>
 */
public final class Mounts {
    /** {@code MS_RDONLY} and its like of {@code linux/mount.h}, for {@link #mount}. */
    public static final long READ_ONLY = 1;

    public static final long NO_SUID = 2;
    public static final long NO_DEV = 4;
    public static final long NO_EXEC = 8;

    private static final long MS_BIND = 0x1000;
    private static final long MS_REC = 0x4000;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final long SYS_MOUNT_SETATTR = 442;
    private static final long MOUNT_ATTR_RDONLY = 1;
    private static final int AT_RECURSIVE = 0x8000;

    private Mounts() {}

    /**
     * Shows {@code source} at {@code target} too. Equivalent to: {@code mount --bind} or {@code --rbind}.
     *
     * @param recursive with the mounts below it
     */
    public static void bind(Path source, Path target, boolean recursive) {
        call(source.toString(), target, null, MS_BIND | (recursive ? MS_REC : 0), null);
    }

    /** Makes a mount read-only, its other flags as they are; {@code recursive}: and all mounts below it. */
    public static void readOnly(Path target, boolean recursive) {
        byte[] attributes = ByteBuffer.allocate(32)
                .order(ByteOrder.nativeOrder())
                .putLong(MOUNT_ATTR_RDONLY)
                .array();
        byte[] path = Syscalls.cString(target);
        Syscalls.check(
                "mount_setattr",
                target + " read-only",
                () -> LibC.syscall(
                        SYS_MOUNT_SETATTR,
                        Syscalls.AT_FDCWD,
                        path,
                        recursive ? AT_RECURSIVE : 0,
                        attributes,
                        attributes.length));
    }

    /**
     * Mounts an overlay, however many layers there are.
     *
     * @param lowersTopFirst the read-only layers, the uppermost first; at least one
     * @param upper where changes go; on a file system with d_type and xattrs
     * @param work an empty directory on the same file system as {@code upper}
     * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
     */
    public static void overlay(List<Path> lowersTopFirst, Path upper, Path work, Path target) {
        OverlayMount.mount(lowersTopFirst, upper, work, target);
    }

    /**
     * Mounts an overlay that nobody can write to.
     *
     * @param lowersTopFirst the layers, the uppermost first; at least two, one of which may be an empty directory
     */
    public static void readOnlyOverlay(List<Path> lowersTopFirst, Path target) {
        OverlayMount.mountReadOnly(lowersTopFirst, target);
    }

    /**
     * Mounts an empty file system in memory.
     *
     * @param options such as {@code size=64m,mode=1777}, may be empty
     */
    public static void tmpfs(Path target, String options) {
        mount("tmpfs", "tmpfs", target, 0, options);
    }

    /**
     * mount(2) itself.
     *
     * @param flags {@link #READ_ONLY} and so on, or-ed
     * @param data the file system's options, comma separated, may be empty; at most 4095 bytes
     */
    public static void mount(String type, String source, Path target, long flags, String data) {
        call(source, target, type, flags, data);
    }

    /** Sets how mounts below {@code target} spread. */
    public static void propagation(Path target, Propagation propagation) {
        call("none", target, null, propagation.flags(), null);
    }

    /**
     * Takes the uppermost mount off {@code target}; nothing happens if there is none, or no such path.
     *
     * @param lazy detached at once, gone with its last user; else EBUSY while in use
     */
    public static void unmount(Path target, boolean lazy) {
        byte[] path = Syscalls.cString(target);
        while (LibC.umount2(path, UMOUNT_NOFOLLOW | (lazy ? MNT_DETACH : 0)) != 0) {
            int errno = Syscalls.errno();
            if (errno == Errno.EINVAL.number() || isNoSuchPath(errno)) {
                return;
            }
            if (errno != Errno.EINTR.number()) {
                throw new ErrnoException("umount2", target.toString(), errno);
            }
        }
    }

    private static boolean isNoSuchPath(int errno) {
        return errno == Errno.ENOENT.number() || errno == Errno.ENOTDIR.number();
    }

    private static void call(String source, Path target, @Nullable String type, long flags, @Nullable String data) {
        byte[] targetBytes = Syscalls.cString(target);
        byte[] sourceBytes = Syscalls.cString(source);
        byte[] typeBytes = type == null ? null : Syscalls.cString(type);
        byte[] dataBytes = data == null || data.isEmpty() ? null : Syscalls.cString(data);
        Syscalls.check(
                "mount",
                (type == null ? "" : type + " ") + source + " on " + target,
                () -> LibC.mount(sourceBytes, targetBytes, typeBytes, flags, dataBytes));
    }
}
