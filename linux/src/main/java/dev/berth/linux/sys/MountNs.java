package dev.berth.linux.sys;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Work inside another process's mount namespace, on a throw-away thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/mount_namespaces.7.html">mount_namespaces(7)</a>
 */
public final class MountNs {
    private static final int CLONE_NEWNS = 0x20000;
    private static final int CLONE_FS = 0x200;

    private MountNs() {}

    /**
     * Runs the body where {@code /} is the root of the process. Descriptors opened inside go on working outside.
     *
     * @param pid a process, as this process numbers it
     * @throws ErrnoException ENOENT if the process is gone
     */
    public static <T> T call(long pid, Callable<T> body) {
        Path file = Path.of("/proc/" + pid + "/ns/mnt");
        try (Fd fd = FileCalls.open(file, OpenFlags.READ_ONLY, 0)) {
            return OwnThread.call("mountns-call", () -> {
                // A thread that shares its root with others may not change it (EINVAL).
                Syscalls.check("unshare", "CLONE_FS", () -> LibC.unshare(CLONE_FS));
                Syscalls.check("setns", file + ", CLONE_NEWNS", () -> LibC.setns(fd.number(), CLONE_NEWNS));
                return body.call();
            });
        }
    }
}
