package dev.berth.linux.sys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files with holes: where data is, and copying without filling them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/lseek.2.html">lseek(2), SEEK_DATA and SEEK_HOLE</a>
 */
public final class SparseFiles {
    private static final int SEEK_SET = 0;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;

    private SparseFiles() {}

    /**
     * A stretch of data.
     *
     * @param offset bytes from the start of the file
     * @param length bytes, at least 1
     */
    public record Extent(long offset, long length) {}

    /** The stretches of data, in order; between them are holes. One for the whole on a file system without holes. */
    public static List<Extent> extents(Fd fd) {
        List<Extent> extents = new ArrayList<>();
        for (long at = seek(fd, 0, SEEK_DATA); at >= 0; ) {
            long end = seek(fd, at, SEEK_HOLE);
            if (end < 0) {
                break;
            }
            extents.add(new Extent(at, end - at));
            at = seek(fd, end, SEEK_DATA);
        }
        return extents;
    }

    /** The first stretch of data at or after {@code from}; empty if there is none. @param from bytes from the start */
    public static Optional<Extent> next(Fd fd, long from) {
        long at = seek(fd, from, SEEK_DATA);
        long end = at < 0 ? -1 : seek(fd, at, SEEK_HOLE);
        return end < 0 ? Optional.empty() : Optional.of(new Extent(at, end - at));
    }

    /** The place, or -1 past the last data. */
    private static long seek(Fd fd, long offset, int whence) {
        long place = LibC.lseek(fd.number(), offset, whence);
        if (place >= 0) {
            return place;
        }
        int errno = Syscalls.errno();
        if (errno == Errno.ENXIO.number()) {
            return -1;
        }
        throw new ErrnoException("lseek", fd + ", " + offset, errno);
    }

    /** Moves the descriptor's place. @param offset bytes from the start */
    public static void position(Fd fd, long offset) {
        Syscalls.check("lseek", () -> fd + ", " + offset, () -> LibC.lseek(fd.number(), offset, SEEK_SET));
    }

    /** Makes the file that long; a longer one ends in a hole. @param size bytes */
    public static void truncate(Fd fd, long size) {
        Syscalls.check("ftruncate", fd + " to " + size, () -> LibC.ftruncate(fd.number(), size));
    }

    /** Turns the stretch into a hole, the size as it is. */
    public static void punchHole(Fd fd, Extent extent) {
        Syscalls.check(
                "fallocate",
                fd + ", hole at " + extent.offset(),
                () -> LibC.fallocate(
                        fd.number(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, extent.offset(), extent.length()));
    }

    /**
     * Copies all data of {@code source} to an empty {@code target} inside the kernel; holes stay holes, sizes are the
     * same.
     *
     * @throws ErrnoException EXDEV between some file systems of different kinds: copy by reading then
     */
    public static void copy(Fd source, Fd target) {
        long size = Syscalls.check("lseek", source + ", end", () -> LibC.lseek(source.number(), 0, SEEK_END));
        for (Extent extent : extents(source)) {
            copy(source, target, extent);
        }
        truncate(target, size);
    }

    private static void copy(Fd source, Fd target, Extent extent) {
        long[] in = {extent.offset()};
        long[] out = {extent.offset()};
        for (long left = extent.length(); left > 0; ) {
            long rest = left;
            long count = Syscalls.check(
                    "copy_file_range",
                    source + " to " + target,
                    () -> LibC.copy_file_range(source.number(), in, target.number(), out, rest, 0));
            if (count == 0) {
                return; // the file became shorter meanwhile
            }
            left -= count;
        }
    }
}
