package dev.berth.volume.backup.scan;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.manifest.TreeWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Records in their order, of which some wait for the names of their chunks. For one thread. */
final class RecordQueue {
    private static final int MOST = 4096;

    private final TreeWriter writer;
    private final Deque<Item> items = new ArrayDeque<>();

    RecordQueue(TreeWriter writer) {
        this.writer = writer;
    }

    private sealed interface Item permits Known, Awaited {
        boolean isReady();

        TreeRecord get() throws IOException;
    }

    private record Known(TreeRecord next) implements Item {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public TreeRecord get() {
            return next;
        }
    }

    private record Awaited(CompletableFuture<ChunkId> chunk, int length) implements Item {
        @Override
        public boolean isReady() {
            return chunk.isDone();
        }

        @Override
        public TreeRecord get() throws IOException {
            try {
                return new TreeRecord.Data(chunk.join(), length);
            } catch (CompletionException failure) {
                throw new IOException(String.valueOf(failure.getCause()), failure);
            }
        }
    }

    void add(TreeRecord next) throws IOException {
        if (items.isEmpty()) {
            writer.write(next);
        } else {
            items.add(new Known(next));
            drain();
        }
    }

    void add(CompletableFuture<ChunkId> chunk, int length) throws IOException {
        items.add(new Awaited(chunk, length));
        drain();
    }

    private void drain() throws IOException {
        for (Item head = items.peek(); head != null && (head.isReady() || items.size() > MOST); head = items.peek()) {
            writer.write(head.get());
            items.remove();
        }
    }

    /** Waits for all names. */
    void finish() throws IOException {
        for (Item head = items.poll(); head != null; head = items.poll()) {
            writer.write(head.get());
        }
    }
}
