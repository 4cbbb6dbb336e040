package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that {@link Spawn} started. It is waited for, and its descriptor closed, as soon as it ends. */
public final class SpawnedProcess {
    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int WEXITED = 4;
    private static final int CLD_EXITED = 1;
    private static final int SIGINFO_BYTES = 128;
    private static final int SIGNALLED = 128;

    private final PidFd process;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private SpawnedProcess(PidFd process) {
        this.process = process;
    }

    /** Takes a child over; one that cannot be watched is killed, so that none runs on unknown. */
    static SpawnedProcess of(int pid) {
        try {
            // The child is not waited for yet, so its number is still its own.
            SpawnedProcess spawned = new SpawnedProcess(PidFd.open(pid));
            ExitWatch.INSTANCE.watch(spawned.process.fd(), spawned::reap);
            return spawned;
        } catch (RuntimeException failure) {
            Signals.kill(pid, Signals.KILL);
            LibC.waitid(P_PID, pid, new byte[SIGINFO_BYTES], WEXITED);
            throw failure;
        }
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** Done when it has ended: the exit code 0..255, or 128 + the number of the signal that ended it. */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /**
     * Waits for its end.
     *
     * @return the exit code, or 128 + signal
     * @throws IllegalStateException when the time is over or the thread is interrupted; the process runs on
     */
    public int waitFor(Duration timeout) {
        try {
            return exit.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("process " + pid() + " still runs after " + timeout, late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), stop);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("wait for process " + pid(), failure.getCause());
        }
    }

    /** Sends a signal, 1..64; nothing happens if it has ended. */
    public void kill(int signal) {
        synchronized (process) {
            if (!exit.isDone() && process.fd().isOpen()) {
                process.signal(signal);
            }
        }
    }

    private void reap() {
        byte[] info = new byte[SIGINFO_BYTES];
        try {
            synchronized (process) {
                int fd = process.fd().number();
                Syscalls.check("waitid", "process " + pid(), () -> LibC.waitid(P_PIDFD, fd, info, WEXITED));
                process.close();
            }
            ByteBuffer siginfo = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
            int status = siginfo.getInt(24);
            exit.complete(siginfo.getInt(8) == CLD_EXITED ? status : SIGNALLED + status);
        } catch (RuntimeException failure) {
            exit.completeExceptionally(failure);
        }
    }
}
