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

/** Threads that read chunks and write them to files: as many as processors; so many pieces may wait, and no more. */
public final class ContentWriters implements AutoCloseable {
    private static final int WAITING = 512;

    private final Repository repository;
    private final ExecutorService threads;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ThreadLocal<Worker> workers = ThreadLocal.withInitial(this::newWorker);
    private final List<Worker> opened = new ArrayList<>();

    public ContentWriters(Repository repository) {
        this.repository = repository;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), body -> {
            Thread thread = new Thread(body, "restore-content");
            thread.setDaemon(true);
            return thread;
        });
    }

    private record Worker(ChunkSource source, ByteBuffer buffer) {}

    private Worker newWorker() {
        Worker worker = new Worker(repository.source(), ByteBuffer.allocateDirect(ContentCut.MOST));
        synchronized (opened) {
            opened.add(worker);
        }
        return worker;
    }

    /** Has the pieces written, from {@code offset} on; waits while too many wait. @throws IOException an earlier one failed */
    void write(RestoredFile file, long offset, List<TreeRecord> pieces) throws IOException {
        rethrow();
        waiting.acquireUninterruptibly(pieces.size());
        file.use();
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    writePieces(file, offset, pieces);
                }
            } catch (IOException | RuntimeException | Error broken) {
                failure.compareAndSet(
                        null, new IOException(ByteText.decode(file.name()) + ": " + broken.getMessage(), broken));
            } finally {
                done(file);
                waiting.release(pieces.size());
            }
        });
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
                byte[] bytes = worker.source.read(data.chunk());
                if (bytes.length != data.length()) {
                    throw new IOException(
                            "chunk " + data.chunk() + " has " + bytes.length + " bytes, not " + data.length());
                }
                worker.buffer.put(0, bytes);
                OpenFile.write(file.fd(), worker.buffer, bytes.length, at);
                at += bytes.length;
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
