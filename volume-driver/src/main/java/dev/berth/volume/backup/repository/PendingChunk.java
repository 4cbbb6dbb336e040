package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** A chunk that was added and whose name will be known. For the thread that added it. */
public final class PendingChunk {
    private final ChunkSink sink;
    private final ChunkBatch batch;
    private final int number;
    private final int length;

    PendingChunk(ChunkSink sink, ChunkBatch batch, int number, int length) {
        this.sink = sink;
        this.batch = batch;
        this.number = number;
        this.length = length;
    }

    /** Bytes of the chunk. */
    public int length() {
        return length;
    }

    /** Whether {@link #name} would not wait. */
    public boolean isNamed() {
        return batch.names().isDone();
    }

    /** Waits for the name. @throws IOException it could not be stored */
    public ChunkId name() throws IOException {
        if (!isNamed()) {
            sink.push();
        }
        try {
            return batch.names().join().get(number);
        } catch (CompletionException failure) {
            throw new IOException(String.valueOf(failure.getCause()), failure);
        }
    }
}
