package dev.berth.volume.backup.scan;

import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.manifest.TreeWriter;
import dev.berth.volume.backup.repository.PendingChunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

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

    private record Awaited(PendingChunk chunk) implements Item {
        @Override
        public boolean isReady() {
            return chunk.isNamed();
        }

        @Override
        public TreeRecord get() throws IOException {
            return new TreeRecord.Data(chunk.name(), chunk.length());
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

    void add(PendingChunk chunk) throws IOException {
        items.add(new Awaited(chunk));
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
