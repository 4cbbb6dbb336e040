package dev.berth.linux.sys;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Calls on a file that is open: reading and writing at a place without copying through the heap, attributes, locks. */
public final class OpenFile {
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final Duration LOCK_STEP = Duration.ofMillis(10);

    private OpenFile() {}

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @param buffer direct; filled from its start to {@code length}, whatever its position and limit are
     * @param offset bytes from the start of the file
     * @return bytes read, less than {@code length} only at the end
     */
    public static int read(Fd fd, ByteBuffer buffer, int length, long offset) {
        long address = address(buffer, length);
        int done = 0;
        while (done < length) {
            long count = LibC.pread(fd.number(), address + done, length - done, offset + done);
            if (count == 0) {
                break;
            }
            if (count < 0) {
                Syscalls.again("pread", fd);
            } else {
                done += (int) count;
            }
        }
        return done;
    }

    /** Writes the buffer's first {@code length} bytes. @param buffer direct */
    public static void write(Fd fd, ByteBuffer buffer, int length, long offset) {
        long address = address(buffer, length);
        for (int done = 0; done < length; ) {
            long count = LibC.pwrite(fd.number(), address + done, length - done, offset + done);
            if (count < 0) {
                Syscalls.again("pwrite", fd);
            } else {
                done += (int) count;
            }
        }
    }

    static long address(ByteBuffer buffer, int length) {
        if (!buffer.isDirect() || length > buffer.capacity()) {
            throw new IllegalArgumentException("needs a direct buffer of " + length + " bytes");
        }
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** Changes the owner; clears set-user-id, so set permissions after it. */
    public static void chown(Fd fd, long owner, long group) {
        Syscalls.check(
                "fchown",
                () -> fd + " to " + owner + ":" + group,
                () -> LibC.fchown(fd.number(), (int) owner, (int) group));
    }

    /**
     * Gives it owner and permissions as far as it has others: each change costs a turn in the file system's journal.
     *
     * @param mode 0..07777
     */
    public static void own(Fd fd, long owner, long group, int mode) {
        FileStatus present = FileCalls.status(fd);
        boolean foreign = present.owner() != owner || present.group() != group;
        if (foreign) {
            chown(fd, owner, group);
        }
        // A change of owner takes away set-user-id.
        if (foreign || present.permissions() != mode) {
            chmod(fd, mode);
        }
    }

    /** Changes permissions. @param mode 0..07777 */
    public static void chmod(Fd fd, int mode) {
        while (LibC.fchmod(fd.number(), mode) != 0) {
            Syscalls.again("fchmod", fd);
        }
    }

    /** Sets both times to one. */
    public static void setTimes(Fd fd, Instant modified) {
        setTimes(fd, modified, modified);
    }

    /** Sets both times, nanoseconds. */
    public static void setTimes(Fd fd, Instant accessed, Instant modified) {
        long[] times = times(accessed, modified);
        while (LibC.futimens(fd.number(), times) != 0) {
            Syscalls.again("futimens", fd);
        }
    }

    static long[] times(Instant accessed, Instant modified) {
        return new long[] {accessed.getEpochSecond(), accessed.getNano(), modified.getEpochSecond(), modified.getNano()
        };
    }

    /** Returns when content and size are on the disk. */
    public static void sync(Fd fd) {
        Syscalls.check("fsync", fd::toString, () -> LibC.fsync(fd.number()));
    }

    /** Returns when everything that was written to the file system of the file is on the disk. */
    public static void syncFileSystem(Fd fd) {
        Syscalls.check("syncfs", fd::toString, () -> LibC.syncfs(fd.number()));
    }

    /**
     * Locks the open file, against other opens of it in this process, too; closing it unlocks.
     *
     * @param exclusive false: others may have it locked in the same way
     * @return false if it could not be had in that time
     * @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
     */
    public static boolean lock(Fd fd, boolean exclusive, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!tryLock(fd, exclusive)) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOCK_STEP.toNanos());
        }
        return true;
    }

    private static boolean tryLock(Fd fd, boolean exclusive) {
        int operation = (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB;
        try {
            Syscalls.check("flock", fd::toString, () -> LibC.flock(fd.number(), operation));
            return true;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EAGAIN) {
                return false;
            }
            throw failure;
        }
    }

    /** Lets go of the lock, the file still open. */
    public static void unlock(Fd fd) {
        Syscalls.check("flock", fd::toString, () -> LibC.flock(fd.number(), LOCK_UN));
    }
}
