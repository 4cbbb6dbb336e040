package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What is left of a file system for those who are not root.
 *
 * @param bytes for content
 * @param files how many more it can have; {@link Long#MAX_VALUE} if it does not count them
 * @see <a href="https://man7.org/linux/man-pages/man2/statfs.2.html">statfs(2)</a>
 */
public record FreeSpace(long bytes, long files) {
    private static final int STATFS_BYTES = 256;
    private static final int BLOCK_SIZE = 8;
    private static final int BLOCKS_AVAILABLE = 32;
    private static final int FILES = 40;
    private static final int FILES_FREE = 48;

    /** Of the file system that the path is on. */
    public static FreeSpace of(Path path) {
        byte[] name = Syscalls.cString(path);
        byte[] buffer = new byte[STATFS_BYTES];
        Syscalls.check("statfs", path.toString(), () -> LibC.statfs(name, buffer));
        ByteBuffer statfs = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
        long files = statfs.getLong(FILES) == 0 ? Long.MAX_VALUE : statfs.getLong(FILES_FREE);
        return new FreeSpace(statfs.getLong(BLOCKS_AVAILABLE) * statfs.getLong(BLOCK_SIZE), files);
    }
}
