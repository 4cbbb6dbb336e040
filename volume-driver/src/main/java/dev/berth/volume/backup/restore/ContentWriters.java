package dev.berth.volume.backup.restore;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.OpenFile;
import dev.berth.volume.backup.chunk.ContentCut;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.Repository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that read chunks and write them to files: as many as processors; so many pieces may wait, and no more. For one thread. */
public final class ContentWriters implements AutoCloseable {
    private static final int WAITING = 512;
    private static final int TOGETHER = 32;

    private final Repository repository;
    private final ExecutorService threads;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ThreadLocal<Worker> workers = ThreadLocal.withInitial(this::newWorker);
    private final List<Worker> opened = new ArrayList<>();
    private final List<Work> gathered = new ArrayList<>();
    private int gatheredPieces;

    public ContentWriters(Repository repository) {
        this.repository = repository;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), body -> {
            Thread thread = new Thread(body, "restore-content");
            thread.setDaemon(true);
            return thread;
        });
    }

    private record Worker(ChunkSource source, byte[] chunk, ByteBuffer buffer) {}

    private Worker newWorker() {
        Worker worker =
                new Worker(repository.source(), new byte[ContentCut.MOST], ByteBuffer.allocateDirect(ContentCut.MOST));
        synchronized (opened) {
            opened.add(worker);
        }
        return worker;
    }

    /** Pieces of a file from a place on. */
    private record Work(RestoredFile file, long offset, List<TreeRecord> pieces) {}

    /** Has the pieces written, from {@code offset} on; waits while too many wait. @throws IOException an earlier one failed */
    void write(RestoredFile file, long offset, List<TreeRecord> pieces) throws IOException {
        rethrow();
        file.use();
        gathered.add(new Work(file, offset, pieces));
        gatheredPieces += pieces.size();
        if (gatheredPieces >= TOGETHER) {
            push();
        }
    }

    /** Small files one by one would cost more to hand over than to write. */
    private void push() {
        if (gathered.isEmpty()) {
            return;
        }
        List<Work> works = List.copyOf(gathered);
        int pieces = gatheredPieces;
        gathered.clear();
        gatheredPieces = 0;
        waiting.acquireUninterruptibly(pieces);
        threads.execute(() -> {
            try {
                works.forEach(this::write);
            } finally {
                waiting.release(pieces);
            }
        });
    }

    private void write(Work work) {
        try {
            if (failure.get() == null) {
                writePieces(work.file, work.offset, work.pieces);
            }
        } catch (IOException | RuntimeException | Error broken) {
            failure.compareAndSet(
                    null, new IOException(ByteText.decode(work.file.name()) + ": " + broken.getMessage(), broken));
        } finally {
            done(work.file);
        }
    }

    private void done(RestoredFile file) {
        try {
            file.done();
        } catch (RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    private void writePieces(RestoredFile file, long offset, List<TreeRecord> pieces) throws IOException {
        Worker worker = workers.get();
        long at = offset;
        for (TreeRecord piece : pieces) {
            if (piece instanceof TreeRecord.Data data) {
                int length = worker.source.read(data.chunk(), worker.chunk);
                if (length != data.length()) {
                    throw new IOException("chunk " + data.chunk() + " has " + length + " bytes, not " + data.length());
                }
                worker.buffer.put(0, worker.chunk, 0, length);
                OpenFile.write(file.fd(), worker.buffer, length, at);
                at += length;
            } else if (piece instanceof TreeRecord.Hole hole) {
                at += hole.length();
            }
        }
    }

    /** Waits until everything is written. @throws IOException something could not be */
    void awaitAll() throws IOException {
        settle();
        rethrow();
    }

    /** Waits until nobody writes any more. */
    void settle() {
        push();
        waiting.acquireUninterruptibly(WAITING);
        waiting.release(WAITING);
    }

    private void rethrow() throws IOException {
        Throwable broken = failure.get();
        if (broken != null) {
            throw new IOException("restore " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() throws IOException {
        settle();
        threads.shutdown();
        synchronized (opened) {
            for (Worker worker : opened) {
                worker.source.close();
            }
        }
    }
}
