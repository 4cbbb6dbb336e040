package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores chunks that the repository does not have: as many threads as processors name and compress them. So many bytes
 * may be under way and no more; whoever adds waits. For one thread.
 */
public final class ChunkSink implements AutoCloseable {
    /** Of the heap, at the most, in batches. */
    private static final int SHARE = 16;

    private static final int FEWEST = 4;
    private static final int MOST = 24;

    private final Layout layout;
    private final NewPacks packs;
    private final ExecutorService workers;
    private final ThreadLocal<ChunkCodec> codecs = new ThreadLocal<>();
    private final List<ChunkCodec> opened = new ArrayList<>();
    private final int most =
            (int) Math.max(FEWEST, Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE / ChunkBatch.BYTES));
    private final Semaphore batches = new Semaphore(most);
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Optional<ChunkBatch> filling = Optional.empty();

    ChunkSink(Layout layout, ChunkIndex index, Path temporary) {
        this.layout = layout;
        this.packs = new NewPacks(layout, index, temporary);
        this.workers =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()), body -> {
                    Thread thread = new Thread(body, "backup-chunks");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Bytes that this session has added to packs. */
    public long stored() {
        return packs.stored();
    }

    /** Adds a copy of a chunk; waits while too much is under way. @throws IOException an earlier one could not be stored */
    public PendingChunk add(byte[] bytes, int from, int length) throws IOException {
        ChunkBatch batch = batchFor(length);
        System.arraycopy(bytes, from, batch.bytes(), batch.end(), length);
        return new PendingChunk(this, batch, batch.close(length), length);
    }

    /** As {@link #add(byte[], int, int)}, of the buffer's first bytes. */
    public PendingChunk add(ByteBuffer bytes, int length) throws IOException {
        ChunkBatch batch = batchFor(length);
        bytes.get(0, batch.bytes(), batch.end(), length);
        return new PendingChunk(this, batch, batch.close(length), length);
    }

    private ChunkBatch batchFor(int length) throws IOException {
        if (filling.isPresent() && !filling.get().hasRoomFor(length)) {
            push();
        }
        if (filling.isEmpty()) {
            rethrow();
            batches.acquireUninterruptibly();
            byte[] bytes = free.poll();
            filling = Optional.of(new ChunkBatch(bytes == null ? new byte[ChunkBatch.BYTES] : bytes));
        }
        return filling.get();
    }

    /** Has what was added stored without waiting for more. */
    public void push() {
        if (filling.isPresent()) {
            ChunkBatch batch = filling.get();
            filling = Optional.empty();
            workers.execute(() -> store(batch));
        }
    }

    private void store(ChunkBatch batch) {
        try {
            ChunkCodec codec = codec();
            List<ChunkId> names = batch.each((bytes, from, length) -> store(codec, bytes, from, length));
            batch.names().complete(names);
        } catch (IOException | RuntimeException | Error broken) {
            failure.compareAndSet(null, broken);
            batch.names().completeExceptionally(broken);
        } finally {
            free.add(batch.bytes());
            batches.release();
        }
    }

    private ChunkId store(ChunkCodec codec, byte[] bytes, int from, int length) throws IOException {
        ChunkId id = codec.name(bytes, from, length);
        if (packs.isNew(id)) {
            packs.append(id, codec.compress(bytes, from, length));
        }
        return id;
    }

    private ChunkCodec codec() {
        ChunkCodec codec = codecs.get();
        if (codec == null) {
            codec = new ChunkCodec();
            codecs.set(codec);
            synchronized (opened) {
                opened.add(codec);
            }
        }
        return codec;
    }

    /** Adds a chunk as another pack has it stored. */
    void addStored(PackEntry entry, byte[] bytes) throws IOException {
        rethrow();
        if (packs.isNewHere(entry.id())) {
            packs.append(
                    entry.id(), new ChunkCodec.Stored(bytes, 0, entry.stored(), entry.length(), entry.compressed()));
        }
    }

    /** Returns when all that was added is on the disk. @throws IOException something could not be stored */
    public void flush() throws IOException {
        push();
        batches.acquireUninterruptibly(most);
        batches.release(most);
        rethrow();
        packs.flush();
        rethrow();
    }

    /** Packs that are finished, and that the index does not tell of, as after {@link #flush} it does. */
    Set<String> untold() {
        return packs.untold();
    }

    private void rethrow() throws IOException {
        Optional<Throwable> broken = Optional.ofNullable(failure.get()).or(packs::failure);
        if (broken.isPresent()) {
            throw new IOException(
                    "store chunks in " + layout.root() + ": " + broken.get().getMessage(), broken.get());
        }
    }

    /** Ends its threads; what was not flushed is lost. */
    @Override
    public void close() throws IOException {
        push();
        workers.shutdown();
        batches.acquireUninterruptibly(most);
        packs.close();
        synchronized (opened) {
            opened.forEach(ChunkCodec::close);
        }
    }
}
