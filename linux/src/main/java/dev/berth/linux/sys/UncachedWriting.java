package dev.berth.linux.sys;

import java.nio.ByteBuffer;

/**
 * Writes what nobody is going to read soon: on its way to the disk at once, and out of memory then. Memory that is used
 * again and again is quicker than new memory, and what others read often stays. Where kernel (6.14) or file system lack
 * that, it is a plain write. For one thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pwritev2.2.html">pwritev2(2), RWF_DONTCACHE</a>
 */
public final class UncachedWriting {
    private static final int RWF_DONTCACHE = 0x80;

    private boolean refused;

    /** Writes the buffer's first {@code length} bytes. @param buffer direct */
    public void write(Fd fd, ByteBuffer buffer, int length, long offset) {
        if (refused) {
            OpenFile.write(fd, buffer, length, offset);
            return;
        }
        long address = OpenFile.address(buffer, length);
        for (int done = 0; done < length; ) {
            long[] piece = {address + done, length - done};
            long at = offset + done;
            long count = LibC.pwritev2(fd.number(), piece, 1, at, RWF_DONTCACHE);
            if (count >= 0) {
                done += (int) count;
                continue;
            }
            int errno = Syscalls.errno();
            if (errno == Errno.EOPNOTSUPP.number() && done == 0) {
                refused = true;
                OpenFile.write(fd, buffer, length, offset);
                return;
            }
            Syscalls.again("pwritev2", fd);
        }
    }
}
