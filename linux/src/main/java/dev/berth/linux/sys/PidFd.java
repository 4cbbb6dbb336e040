package dev.berth.linux.sys;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A process held by descriptor, ours or anybody's: unlike its number, it never becomes another process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PidFd implements AutoCloseable {
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;

    private final int pid;
    private final Fd fd;
    private final CompletableFuture<Void> exited = new CompletableFuture<>();
    /** Guarded by {@code this}: empty until somebody asks for {@link #exited}. */
    private OptionalLong watch = OptionalLong.empty();

    private PidFd(int pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * Opens the process.
     *
     * @param pid as this process numbers it, 1 or more
     * @throws ErrnoException ESRCH if there is no such process
     */
    public static PidFd open(int pid) {
        return new PidFd(
                pid,
                Fd.owned(Syscalls.checkInt(
                        "pidfd_open", "process " + pid, () -> LibC.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0, 0))));
    }

    /** The process's number. */
    public int pid() {
        return pid;
    }

    Fd fd() {
        return fd;
    }

    /** Waits for its end. @return false when the time is over */
    public boolean awaitExit(Duration timeout) {
        return fd.awaitReadable(timeout);
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return !awaitExit(Duration.ZERO);
    }

    /** Done when the process has ended; never, if this is closed before. */
    public synchronized CompletableFuture<Void> exited() {
        if (watch.isEmpty()) {
            watch = OptionalLong.of(ExitWatch.INSTANCE.watch(fd, () -> exited.complete(null)));
        }
        return exited.copy();
    }

    /**
     * Sends a signal.
     *
     * @param signal 1..64
     * @throws ErrnoException ESRCH if it has ended
     */
    public void signal(int signal) {
        Syscalls.check(
                "pidfd_send_signal",
                "process " + pid + ", signal " + signal,
                () -> LibC.syscall(SYS_PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0, 0));
    }

    /** Lets go of the process, which runs on. */
    @Override
    public synchronized void close() {
        if (fd.isOpen()) {
            watch.ifPresent(key -> ExitWatch.INSTANCE.forget(key, fd));
            fd.close();
        }
    }
}
