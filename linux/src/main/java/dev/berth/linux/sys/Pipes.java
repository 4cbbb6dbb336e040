package dev.berth.linux.sys;

/**
 * Pipes whose ends no child inherits unless it is given them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe(2)</a>
 */
public final class Pipes {
    private Pipes() {}

    /** A new pipe, both ends close-on-exec and blocking. */
    public static Pipe create() {
        int[] ends = new int[2];
        Syscalls.check("pipe2", "O_CLOEXEC", () -> LibC.pipe2(ends, OpenFlags.CLOEXEC));
        return new Pipe(Fd.owned(ends[0]), Fd.owned(ends[1]));
    }
}
