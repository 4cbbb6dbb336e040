package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.chunk.ContentCut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Chunks that one thread names and stores one after the other: handing each small one to another thread would cost more
 * than that.
 */
final class ChunkBatch {
    /** Every chunk fits. */
    static final int BYTES = ContentCut.MOST;

    private static final int MOST_CHUNKS = 256;

    private final byte[] bytes;
    private final int[] ends = new int[MOST_CHUNKS];
    private final CompletableFuture<List<ChunkId>> names = new CompletableFuture<>();
    private int count;

    /** @param bytes {@value #BYTES}, this object's until {@link #names} is completed */
    ChunkBatch(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The chunks' names in their order, once they are known. */
    CompletableFuture<List<ChunkId>> names() {
        return names;
    }

    boolean hasRoomFor(int length) {
        return count < MOST_CHUNKS && BYTES - filled() >= length;
    }

    private int filled() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Where the next chunk's bytes are to be put. */
    int end() {
        return filled();
    }

    byte[] bytes() {
        return bytes;
    }

    /** The next bytes are a chunk. @return its number */
    int close(int length) {
        ends[count] = filled() + length;
        return count++;
    }

    /** Does something with each chunk. */
    List<ChunkId> each(Action action) throws IOException {
        List<ChunkId> ids = new ArrayList<>(count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            ids.add(action.store(bytes, from, ends[i] - from));
            from = ends[i];
        }
        return ids;
    }

    /** Stores a chunk. */
    @FunctionalInterface
    interface Action {
        /** @return its name */
        ChunkId store(byte[] bytes, int from, int length) throws IOException;
    }
}
