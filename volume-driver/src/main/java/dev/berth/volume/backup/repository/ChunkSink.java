package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores chunks that the repository does not have: as many threads as processors name and compress them, and another
 * writes packs to the disk. So many bytes may be under way and no more; whoever adds waits. After {@link #flush} all that
 * was added is found, by everybody and after a power cut.
 */
public final class ChunkSink implements AutoCloseable {
    private static final int UNDER_WAY_KIB = 32 << 10;
    private static final int PACKS_UNDER_WAY = 2;

    /** Chunks of sealed packs that are held in memory before they get an index of their own. */
    private static final int HELD = 1 << 16;

    private final Layout layout;
    private final ChunkIndex index;
    private final Path temporary;
    private final ExecutorService workers;
    private final ExecutorService sealer;
    private final ThreadLocal<ChunkCodec> codecs = new ThreadLocal<>();
    private final List<ChunkCodec> opened = new ArrayList<>();
    private final Semaphore underWay = new Semaphore(UNDER_WAY_KIB);
    private final Semaphore sealing = new Semaphore(PACKS_UNDER_WAY);
    private final Set<ChunkId> fresh = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong packs = new AtomicLong();

    /** Guarded by this object, as is {@link #current}. */
    private final List<PackWriter.Sealed> sealed = new ArrayList<>();

    private Optional<PackWriter> current = Optional.empty();

    ChunkSink(Layout layout, ChunkIndex index, Path temporary) {
        this.layout = layout;
        this.index = index;
        this.temporary = temporary;
        this.workers = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors()), body -> daemon(body, "backup-chunks"));
        this.sealer = Executors.newSingleThreadExecutor(body -> daemon(body, "backup-packs"));
    }

    private static Thread daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Bytes that this session has added to packs. */
    public long stored() {
        return stored.get();
    }

    /**
     * Adds a chunk; waits while too much is under way.
     *
     * @param bytes not changed by anybody from now on
     * @return its name, once that is known
     * @throws IOException an earlier one could not be stored
     */
    public CompletableFuture<ChunkId> add(byte[] bytes) throws IOException {
        int weight = 1 + (bytes.length >> 10);
        rethrow();
        underWay.acquireUninterruptibly(weight);
        CompletableFuture<ChunkId> name = new CompletableFuture<>();
        workers.execute(() -> {
            try {
                name.complete(store(bytes));
            } catch (IOException | RuntimeException | Error broken) {
                failure.compareAndSet(null, broken);
                name.completeExceptionally(broken);
            } finally {
                underWay.release(weight);
            }
        });
        return name;
    }

    private ChunkId store(byte[] bytes) throws IOException {
        ChunkCodec codec = codec();
        ChunkId id = codec.name(bytes, bytes.length);
        if (!index.contains(id) && fresh.add(id)) {
            ChunkCodec.Stored result = codec.compress(bytes);
            append(id, result.bytes(), result.length(), bytes.length, result.compressed());
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
        if (fresh.add(entry.id())) {
            append(entry.id(), bytes, entry.stored(), entry.length(), entry.compressed());
        }
    }

    private synchronized void append(ChunkId id, byte[] bytes, int storedLength, int length, boolean compressed)
            throws IOException {
        PackWriter pack = current.isPresent() ? current.get() : newPack();
        pack.add(id, bytes, storedLength, length, compressed);
        stored.addAndGet(storedLength);
        if (pack.isFull()) {
            current = Optional.empty();
            seal(pack);
        }
    }

    private PackWriter newPack() throws IOException {
        PackWriter pack = new PackWriter(temporary.resolve("pack-" + packs.incrementAndGet()));
        current = Optional.of(pack);
        return pack;
    }

    private void seal(PackWriter pack) {
        sealing.acquireUninterruptibly();
        sealer.execute(() -> {
            try {
                PackWriter.Sealed done = pack.seal(layout.packs());
                keep(done);
            } catch (IOException | RuntimeException | Error broken) {
                failure.compareAndSet(null, broken);
            } finally {
                sealing.release();
            }
        });
    }

    private void keep(PackWriter.Sealed done) throws IOException {
        List<PackWriter.Sealed> full = List.of();
        synchronized (sealed) {
            sealed.add(done);
            if (sealed.stream().mapToInt(pack -> pack.entries().size()).sum() > HELD) {
                full = List.copyOf(sealed);
                sealed.clear();
            }
        }
        tell(full);
    }

    private void tell(List<PackWriter.Sealed> full) throws IOException {
        if (!full.isEmpty()) {
            FileCalls.sync(layout.packs());
            index.add(full, temporary);
            full.forEach(pack -> pack.entries().forEach(entry -> fresh.remove(entry.id())));
        }
    }

    /** Returns when all that was added is on the disk. @throws IOException something could not be stored */
    public void flush() throws IOException {
        underWay.acquireUninterruptibly(UNDER_WAY_KIB);
        underWay.release(UNDER_WAY_KIB);
        rethrow();
        synchronized (this) {
            current.ifPresent(this::seal);
            current = Optional.empty();
        }
        sealing.acquireUninterruptibly(PACKS_UNDER_WAY);
        sealing.release(PACKS_UNDER_WAY);
        rethrow();
        List<PackWriter.Sealed> rest;
        synchronized (sealed) {
            rest = List.copyOf(sealed);
            sealed.clear();
        }
        tell(rest);
        index.compact(temporary);
        FileCalls.sync(layout.index());
    }

    private void rethrow() throws IOException {
        Throwable broken = failure.get();
        if (broken != null) {
            throw new IOException("store chunks in " + layout.root() + ": " + broken.getMessage(), broken);
        }
    }

    /** Ends its threads; what was not flushed is lost. */
    @Override
    public void close() throws IOException {
        workers.shutdown();
        underWay.acquireUninterruptibly(UNDER_WAY_KIB);
        synchronized (this) {
            if (current.isPresent()) {
                current.get().discard();
                current = Optional.empty();
            }
        }
        sealing.acquireUninterruptibly(PACKS_UNDER_WAY);
        sealer.shutdown();
        synchronized (opened) {
            opened.forEach(ChunkCodec::close);
        }
    }
}
