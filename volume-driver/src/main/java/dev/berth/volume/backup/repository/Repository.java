package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An open repository: shared by whoever reads and adds, alone for whoever takes away. What is added is invisible until it
 * is whole and on the disk, and nothing that is there is ever changed in place, so that a process may be killed at any
 * instruction.
 */
public final class Repository implements AutoCloseable {
    private final Layout layout;
    private final Fd lock;
    private final Path temporary;
    private final ChunkIndex index;
    private final List<ChunkSink> sinks = new ArrayList<>();

    private Repository(Layout layout, Fd lock, Path temporary, ChunkIndex index) {
        this.layout = layout;
        this.lock = lock;
        this.temporary = temporary;
        this.index = index;
    }

    /**
     * Opens it for reading and adding; made if the directory is empty or not there.
     *
     * @param patience for how long to wait for whoever keeps it locked
     * @throws Conflict somebody takes away from it and does not come to an end
     * @throws dev.berth.plugin.EngineException.NotImplemented it is of a newer version
     */
    public static Repository openOrCreate(Path root, Duration patience) {
        return open(root, true, false, patience);
    }

    /** Opens one that is there. @throws NotFound there is none */
    public static Repository open(Path root, Duration patience) {
        return open(root, false, false, patience);
    }

    /** Opens one that is there for taking away from it. @throws Conflict somebody uses it */
    public static Repository openAlone(Path root, Duration patience) {
        return open(root, false, true, patience);
    }

    private static Repository open(Path root, boolean create, boolean alone, Duration patience) {
        Layout layout = new Layout(root.toAbsolutePath().normalize());
        try {
            if (create) {
                makeDirectories(layout);
            } else if (!Files.exists(layout.description())) {
                throw new NotFound("no backup repository in " + root);
            }
            Fd lock = FileCalls.open(layout.lock(), OpenFlags.READ_WRITE | OpenFlags.CREATE, 0600);
            try {
                return locked(layout, lock, alone, patience);
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new SystemFailure("open repository " + root + ": " + failure, failure);
        }
    }

    private static void makeDirectories(Layout layout) throws IOException {
        boolean fresh = !Files.exists(layout.description());
        if (fresh && Files.isDirectory(layout.root()) && !isEmptyOrBegun(layout)) {
            throw new Conflict(layout.root() + " is neither empty nor a backup repository");
        }
        if (!Files.isDirectory(layout.root())) {
            Files.createDirectories(layout.root());
            FileCalls.chmod(layout.root(), 0700);
        }
        for (Path directory : List.of(layout.packs(), layout.index(), layout.snapshots(), layout.temporary())) {
            Files.createDirectories(directory);
        }
        if (fresh) {
            FileCalls.sync(layout.root());
            RepositoryDescription.write(
                    layout.description(), layout.temporary().resolve("description-" + UUID.randomUUID()));
        }
    }

    /** Empty, or what a creation that was killed has left. */
    private static boolean isEmptyOrBegun(Layout layout) throws IOException {
        try (var entries = Files.list(layout.root())) {
            return entries.allMatch(
                    entry -> List.of(layout.packs(), layout.index(), layout.snapshots(), layout.temporary())
                            .contains(entry));
        }
    }

    private static Repository locked(Layout layout, Fd lock, boolean alone, Duration patience) throws IOException {
        RepositoryDescription.check(layout.description());
        if (OpenFile.lock(lock, true, alone ? patience : Duration.ZERO)) {
            // Nobody else is here, so whatever lies there is of sessions that were killed.
            TreeDelete.contents(layout.temporary());
        } else if (alone) {
            throw new Conflict("repository " + layout.root() + " is in use by another operation");
        }
        if (!alone && !OpenFile.lock(lock, false, patience)) {
            throw new Conflict("repository " + layout.root() + " is in use by an operation that removes from it");
        }
        Path temporary = layout.temporary().resolve(UUID.randomUUID().toString());
        Repository repository = new Repository(layout, lock, temporary, ChunkIndex.open(layout));
        try {
            if (!repository.index.untold().isEmpty()) {
                repository.index.addPacks(repository.index.untold(), repository.temporary());
            }
            return repository;
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> TreeDelete.delete(temporary));
            throw failure;
        }
    }

    /** Where it is. */
    public Path root() {
        return layout.root();
    }

    /** A directory for what this session writes; made when it is first asked for, so that reading needs no space; gone at the end. */
    public Path temporary() throws IOException {
        if (!Files.isDirectory(temporary)) {
            Files.createDirectory(temporary);
        }
        return temporary;
    }

    /** Whether it has the chunk. */
    public boolean contains(ChunkId id) {
        return index.contains(id);
    }

    /** For adding chunks. */
    public ChunkSink sink() throws IOException {
        ChunkSink sink = new ChunkSink(layout, index, temporary());
        sinks.add(sink);
        return sink;
    }

    /** For reading chunks; for one thread. */
    public ChunkSource source() {
        return new ChunkSource(layout, index);
    }

    /** The backups. */
    public Snapshots snapshots() {
        return new Snapshots(layout);
    }

    /** Reads every byte. */
    public PackCheck check() {
        return new PackCheck(layout, index.unusable());
    }

    /** Takes away what no tree needs. @throws IllegalStateException it is not open alone */
    public ChunkSweep sweep() throws IOException {
        return new ChunkSweep(layout, index, temporary());
    }

    /** Lets go of it; the session's temporary files are deleted. */
    @Override
    public void close() {
        Cleanup.all(this::giveBack, () -> TreeDelete.delete(temporary), lock::close);
    }

    /** What failed leaves nothing, as a disk that became full must not stay so: new packs that nobody can know of are deleted. */
    private void giveBack() {
        Set<String> untold = new TreeSet<>();
        sinks.forEach(sink -> untold.addAll(sink.untold()));
        if (!untold.isEmpty() && OpenFile.lock(lock, true, Duration.ZERO)) {
            try {
                ChunkIndex.deleteUntold(layout, untold);
            } catch (IOException failure) {
                throw new UncheckedIOException("delete packs: " + failure.getMessage(), failure);
            }
        }
    }
}
