package dev.berth.runtime.tar;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.SparseFiles;
import dev.berth.linux.sys.SparseFiles.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Content of files on its way into an archive and out of it. For one thread, whose buffers it has. */
public final class FileContent {
    private static final int BUFFER = 1 << 18;

    private final byte[] heap = new byte[BUFFER];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);

    /** Reads some of an open file. @return bytes that are at the begin of {@link #bytes}, 0 at the file's end */
    public int read(Fd file, long offset, long most) {
        int count = OpenFile.read(file, direct, (int) Math.min(BUFFER, most), offset);
        direct.get(0, heap, 0, count);
        return count;
    }

    /** The buffer. */
    public byte[] bytes() {
        return heap;
    }

    /** Writes a member's content to an empty file; holes stay holes. */
    void write(InputStream content, Fd file) throws IOException {
        if (content instanceof SparseInput sparse) {
            for (Extent extent : sparse.map().data()) {
                write(sparse.data(), file, extent.offset(), extent.length());
            }
            SparseFiles.truncate(file, sparse.map().size());
        } else {
            write(content, file, 0, Long.MAX_VALUE);
        }
    }

    private void write(InputStream content, Fd file, long offset, long length) throws IOException {
        for (long done = 0; done < length; ) {
            int count = content.readNBytes(heap, 0, (int) Math.min(BUFFER, length - done));
            if (count == 0) {
                return;
            }
            direct.put(0, heap, 0, count);
            OpenFile.write(file, direct, count, offset + done);
            done += count;
        }
    }
}
