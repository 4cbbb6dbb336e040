package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.SparseFiles;
import dev.berth.linux.sys.SparseFiles.Extent;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/** A regular file to be copied. A large one is copied, or shared, by the kernel; what has no holes is not searched for. */
record FileCopy(CopiedDirectory in, byte[] name, FileStatus status) {
    /** Bytes of the buffer that a copy needs; up to here reading and writing costs less than asking the kernel to. */
    static final int BUFFER = 1 << 17;

    private static final Set<Errno> NOT_IN_KERNEL =
            EnumSet.of(Errno.EXDEV, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS);
    private static final int BLOCK = 512;

    /** @param buffer direct, of {@link #BUFFER} bytes, used by nobody else */
    void run(ByteBuffer buffer) {
        int read = OpenFlags.READ_ONLY | OpenFlags.NONBLOCK | OpenFlags.NO_ATIME;
        int create = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd source = AtCalls.open(in.from(), name, read, 0);
                Fd target = AtCalls.open(in.to(), name, create, status.permissions() & 0777)) {
            content(source, target, buffer);
            CopiedAttributes.ofOpen(source, target, status);
        } catch (ErrnoException failure) {
            String path = in.path() + "/" + ByteText.decode(name);
            throw new ErrnoException(
                    "copy", path + ", " + failure.getMessage(), failure.errno().number());
        }
    }

    private void content(Fd source, Fd target, ByteBuffer buffer) {
        boolean dense = status.blocks() * BLOCK >= status.size();
        if (dense && status.size() <= BUFFER) {
            bytes(source, target, new Extent(0, Math.max(1, status.size())), buffer);
            return;
        }
        try {
            SparseFiles.copy(source, target);
        } catch (ErrnoException failure) {
            if (!NOT_IN_KERNEL.contains(failure.errno())) {
                throw failure;
            }
            for (Extent extent : SparseFiles.extents(source)) {
                bytes(source, target, extent, buffer);
            }
            SparseFiles.truncate(target, status.size());
        }
    }

    private static void bytes(Fd source, Fd target, Extent extent, ByteBuffer buffer) {
        long end = extent.offset() + extent.length();
        for (long at = extent.offset(); at < end; ) {
            int wanted = (int) Math.min(buffer.capacity(), end - at);
            int count = OpenFile.read(source, buffer, wanted, at);
            OpenFile.write(target, buffer, count, at);
            if (count < wanted) {
                return; // the file became shorter meanwhile
            }
            at += count;
        }
    }
}
