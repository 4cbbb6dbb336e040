package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.SparseFiles;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.repository.PendingChunk;
import java.io.IOException;
import java.util.Optional;

/** Records of files' content: pieces of data, and holes. For one thread. */
final class ContentRecords {
    private static final int BLOCK = 512;

    private final FileChunks chunks;
    private final RecordQueue records;
    private long readBytes;

    /** Of the present file, that there are records of. */
    private long recorded;

    ContentRecords(FileChunks chunks, RecordQueue records) {
        this.chunks = chunks;
        this.records = records;
    }

    /** Bytes that had to be read. */
    long readBytes() {
        return readBytes;
    }

    /** Reads a file; if it fails, what was read has its records. @throws dev.berth.linux.sys.ErrnoException EIO ... */
    void read(Fd file, FileStatus status) throws IOException {
        recorded = 0;
        long size = status.size();
        if (status.blocks() * BLOCK >= size) {
            stretch(file, 0, size);
            return;
        }
        Optional<SparseFiles.Extent> extent = SparseFiles.next(file, 0);
        while (extent.isPresent() && extent.get().offset() < size) {
            long from = extent.get().offset();
            long end = from + Math.min(extent.get().length(), size - from);
            holeTo(from);
            stretch(file, from, end - from);
            if (recorded < end) {
                return;
            }
            extent = SparseFiles.next(file, end);
        }
    }

    private void stretch(Fd file, long offset, long length) throws IOException {
        chunks.cut(file, offset, length, this::piece);
    }

    private void piece(PendingChunk chunk) throws IOException {
        recorded += chunk.length();
        readBytes += chunk.length();
        records.add(chunk);
    }

    /** What is not recorded up to there is a hole. */
    void holeTo(long end) throws IOException {
        if (end > recorded) {
            records.add(new TreeRecord.Hole(end - recorded));
            recorded = end;
        }
    }
}
