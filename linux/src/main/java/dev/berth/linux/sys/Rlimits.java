package dev.berth.linux.sys;

/**
 * This process's resource limits.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public final class Rlimits {
    private Rlimits() {}

    /**
     * The most that this process may set for a child without CAP_SYS_RESOURCE.
     *
     * @param resource {@code RLIMIT_*} of {@code asm-generic/resource.h}, 0..15; 7 = open files
     * @return in the resource's unit; -1 = no limit
     */
    public static long hardLimit(int resource) {
        return limits(resource)[1];
    }

    /** The limit in force, as {@link #hardLimit}. */
    public static long softLimit(int resource) {
        return limits(resource)[0];
    }

    private static long[] limits(int resource) {
        long[] limits = new long[2];
        Syscalls.check("getrlimit", "resource " + resource, () -> LibC.getrlimit(resource, limits));
        return limits;
    }
}
