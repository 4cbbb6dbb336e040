package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The writing end of a pipe that another process made, such as its standard output. Whoever writes never hangs in the
 * kernel: it waits for room in steps, and between them looks whether it is to go on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
 */
public final class PipeWriter implements AutoCloseable {
    private static final int F_SETPIPE_SZ = 1031;
    private static final int LARGE = 1 << 20;
    private static final int SPLICE_F_MOVE = 1;
    private static final int SPLICE_F_NONBLOCK = 2;
    private static final Duration STEP = Duration.ofMillis(500);

    private final Fd fd;
    private final Runnable check;

    private PipeWriter(Fd fd, Runnable check) {
        this.fd = fd;
        this.check = check;
    }

    /**
     * Which pipe, as the process that has it sees it.
     *
     * @param process its id
     * @param descriptor the number that the pipe has in it
     * @param device of the pipe's file, as stat(2) tells it, and its {@code inode}; those of no other pipe of this host
     */
    public record Name(long process, int descriptor, long device, long inode) {}

    /**
     * Opens it once more.
     *
     * @param check asked from time to time while the reader makes no room; throws to give up
     * @return empty if there is no such pipe: the process is of another pid namespace, or has ended
     * @throws ErrnoException it cannot be opened for writing
     */
    public static Optional<PipeWriter> open(Name name, Runnable check) {
        Path place = Path.of("/proc/" + name.process + "/fd/" + name.descriptor);
        // As a place first: to open what may be anything can have effects.
        try (Fd found = FileCalls.open(place, OpenFlags.PATH, 0)) {
            FileStatus status = FileCalls.status(found);
            if (status.type() != FileCalls.S_IFIFO || status.device() != name.device || status.inode() != name.inode) {
                return Optional.empty();
            }
            Path own = Path.of("/proc/self/fd/" + found.number());
            return Optional.of(
                    new PipeWriter(FileCalls.open(own, OpenFlags.WRITE_ONLY | OpenFlags.NONBLOCK, 0), check));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.EACCES) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Lets it hold more, so that the two sides wait for each other less often; nothing happens if that is not allowed. */
    public void widen() {
        LibC.fcntl(fd.number(), F_SETPIPE_SZ, LARGE);
    }

    /** Writes the buffer's first {@code length} bytes. @param buffer direct @throws ErrnoException EPIPE nobody reads any more */
    public void write(ByteBuffer buffer, int length) {
        long address = OpenFile.address(buffer, length);
        for (int done = 0; done < length; ) {
            long from = address + done;
            long rest = length - done;
            done += (int) retried("write", () -> LibC.write(fd.number(), from, rest));
        }
    }

    /**
     * Has a file's bytes read by the other side without copying them.
     *
     * @return how many they are; fewer than {@code length} if the file ends earlier
     */
    public long splice(Fd file, long offset, long length) {
        long[] at = {offset};
        long done = 0;
        while (done < length) {
            long rest = length - done;
            long count = retried(
                    "splice",
                    () -> LibC.splice(file.number(), at, fd.number(), null, rest, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    private interface Call {
        long make();
    }

    private long retried(String what, Call call) {
        while (true) {
            long count = call.make();
            if (count >= 0) {
                return count;
            }
            int errno = Syscalls.errno();
            if (errno == Errno.EAGAIN.number()) {
                if (!fd.awaitWritable(STEP)) {
                    check.run();
                }
            } else if (errno != Errno.EINTR.number()) {
                throw new ErrnoException(what, "pipe", errno);
            }
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
