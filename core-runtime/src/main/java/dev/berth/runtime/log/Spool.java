package dev.berth.runtime.log;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.SparseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that conmon appends a container's output to. What has been read is given back to the file system as a hole,
 * so the file takes little disk however long the container runs; its apparent size starts again at 0 when the container
 * has ended.
 */
final class Spool {
    /** Given back in pieces of at least this many bytes. */
    private static final long HOLE = 1024 * 1024;

    private static final long BLOCK = 4096;

    private final Path file;
    private long holeEnd;

    Spool(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Bytes written so far. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Reads from {@code offset} into the buffer. @return number of bytes, 0 at the end */
    int read(long offset, ByteBuffer buffer) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Math.max(0, channel.read(buffer, offset));
        }
    }

    /** What is before {@code offset} will not be read again. */
    void giveBack(long offset) {
        long end = offset / BLOCK * BLOCK;
        if (end - holeEnd < HOLE) {
            return;
        }
        try (Fd fd = FileCalls.open(file, OpenFlags.WRITE_ONLY, 0)) {
            SparseFiles.punchHole(fd, new SparseFiles.Extent(holeEnd, end - holeEnd));
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.EOPNOTSUPP) {
                throw failure;
            }
        }
        holeEnd = end;
    }

    /** conmon has gone and everything is read. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
        holeEnd = 0;
    }
}
