package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The packs that a session writes: one is filled while those before it, a few at the most, get onto the disk. After {@link
 * #flush} all chunks are found, by everybody and after a power cut.
 */
final class NewPacks implements AutoCloseable {
    private static final int PACKS_UNDER_WAY = 4;
    private static final int BUFFER = 1 << 20;

    /** Chunks of sealed packs that are held in memory before they get an index of their own. */
    private static final int HELD = 1 << 16;

    private final Layout layout;
    private final ChunkIndex index;
    private final Path temporary;
    private final ExecutorService sealer;
    private final Semaphore sealing = new Semaphore(PACKS_UNDER_WAY);
    private final Set<ChunkId> fresh = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong stored = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** Guarded by itself. */
    private final List<PackWriter.Sealed> sealed = new ArrayList<>();

    /** Names of packs that are finished, and that the index does not tell of. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    /** Guarded by this object, as is {@link #number}. */
    private Optional<PackWriter> current = Optional.empty();

    private int number;

    NewPacks(Layout layout, ChunkIndex index, Path temporary) {
        this.layout = layout;
        this.index = index;
        this.temporary = temporary;
        this.sealer = Executors.newSingleThreadExecutor(body -> {
            Thread thread = new Thread(body, "backup-packs");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Bytes that were added. */
    long stored() {
        return stored.get();
    }

    Set<String> untold() {
        return Set.copyOf(untold);
    }

    /** Why a pack could not be brought to the disk, or told of. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Whether the chunk is in no pack, neither an old nor a new one; whoever is told so has to {@link #append} it. */
    boolean isNew(ChunkId id) {
        return !index.contains(id) && isNewHere(id);
    }

    /** As {@link #isNew}, whatever old packs have. */
    boolean isNewHere(ChunkId id) {
        return fresh.add(id);
    }

    void append(ChunkId id, ChunkCodec.Stored chunk) throws IOException {
        int checksum = chunk.checksum();
        synchronized (this) {
            // A pack of which a part was not written must never be sealed.
            if (failure.get() != null) {
                throw new IOException("an earlier chunk could not be stored", failure.get());
            }
            try {
                append(id, chunk, checksum);
            } catch (IOException | RuntimeException | Error broken) {
                failure.compareAndSet(null, broken);
                throw broken;
            }
        }
    }

    private void append(ChunkId id, ChunkCodec.Stored chunk, int checksum) throws IOException {
        PackWriter pack = current.isPresent() ? current.get() : newPack();
        pack.add(id, chunk, checksum);
        stored.addAndGet(chunk.length());
        if (pack.isFull()) {
            pack.drain();
            current = Optional.empty();
            seal(pack);
        }
    }

    private PackWriter newPack() throws IOException {
        number++;
        PackWriter pack = new PackWriter(temporary.resolve("pack-" + number), buffer);
        current = Optional.of(pack);
        return pack;
    }

    private void seal(PackWriter pack) {
        sealing.acquireUninterruptibly();
        sealer.execute(() -> {
            try {
                keep(pack.seal(layout.packs()));
            } catch (IOException | RuntimeException | Error broken) {
                failure.compareAndSet(null, broken);
            } finally {
                sealing.release();
            }
        });
    }

    private void keep(PackWriter.Sealed done) throws IOException {
        List<PackWriter.Sealed> full = List.of();
        untold.add(done.name());
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
            full.forEach(pack -> {
                untold.remove(pack.name());
                pack.entries().forEach(entry -> fresh.remove(entry.id()));
            });
        }
    }

    /** Returns when all is on the disk or {@link #failure} tells why not; nobody adds meanwhile. */
    void flush() {
        sealCurrent();
        sealing.acquireUninterruptibly(PACKS_UNDER_WAY);
        sealing.release(PACKS_UNDER_WAY);
        if (failure.get() != null) {
            return;
        }
        List<PackWriter.Sealed> rest;
        synchronized (sealed) {
            rest = List.copyOf(sealed);
            sealed.clear();
        }
        try {
            tell(rest);
            index.compact(temporary);
            FileCalls.sync(layout.index());
        } catch (IOException | RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    private synchronized void sealCurrent() {
        if (failure.get() == null && current.isPresent()) {
            try {
                current.get().drain();
                seal(current.get());
                current = Optional.empty();
            } catch (IOException | RuntimeException broken) {
                failure.compareAndSet(null, broken);
            }
        }
    }

    /** Ends its thread; what was not flushed is lost. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (current.isPresent()) {
                current.get().discard();
                current = Optional.empty();
            }
        }
        sealing.acquireUninterruptibly(PACKS_UNDER_WAY);
        sealer.shutdown();
    }
}
