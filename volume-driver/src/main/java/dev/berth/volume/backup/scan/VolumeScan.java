package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.EarlierTree;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.PendingChunk;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A volume that is looked at several times, the last time while nobody writes. Each look reads what has changed since the
 * one before, the first what has changed since the last backup.
 *
 * <p>A file is as it was if inode, sizes and times are, with one exception: a page that is mapped and already written to
 * can be written to again without a change of times. So {@link #begin} has the kernel write all such pages to the disk,
 * after which the next write to each is noticed, and whatever was changed later than that is read by the next look in any
 * case. That also covers writes within one tick of the kernel's clock.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2), on st_mtime of a shared mapping</a>
 */
public final class VolumeScan implements AutoCloseable {
    /** The kernel's clock for files may be so far behind. */
    private static final Duration TICK = Duration.ofMillis(20);

    private final Repository repository;
    private final FileChunks chunks;
    private final Path spools;
    private final Fd root;
    private final FileStatus status;
    private final Optional<Snapshot> base;
    private Instant noticed = Instant.MIN;
    private Instant begun = Instant.MIN;
    private Optional<Path> spool = Optional.empty();
    private Optional<TreePass> pass = Optional.empty();
    private Optional<ChunkSource> baseSource = Optional.empty();
    private final boolean goOn;
    private ReadFaults faults;
    private long readBytes;

    /**
     * @param data the volume's directory
     * @param bases backups of which one may be of the same directory, oldest first
     * @param goOn whether to pass over what the disk cannot read
     */
    public VolumeScan(Repository repository, FileChunks chunks, Path data, List<Snapshot> bases, boolean goOn)
            throws IOException {
        this.repository = repository;
        this.chunks = chunks;
        this.spools = Files.createTempDirectory(repository.temporary(), "scan-");
        this.root = FileCalls.open(data, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_ATIME, 0);
        this.status = FileCalls.status(root);
        this.base = bases.stream()
                .filter(each -> each.root() == status.inode() && each.device() == status.device())
                .reduce((first, second) -> second);
        this.goOn = goOn;
        this.faults = new ReadFaults(goOn, base.map(Snapshot::doubtful).orElse(Set.of()));
    }

    /** The tree, as the repository has it. */
    public record Stored(
            List<ChunkId> tree,
            long nodes,
            long bytes,
            long readBytes,
            Instant trusted,
            ReadFaults faults,
            FileStatus root) {}

    /** Makes sure that the coming look's successor can tell what has changed; waits for the disk. */
    public void begin() {
        begun = Instant.now().minus(TICK);
        OpenFile.syncFileSystem(root);
    }

    /** Reads what has changed. Nothing of the volume is used any more when it returns. */
    public void look() throws IOException {
        Path next = spools.resolve(Long.toString(System.nanoTime()));
        TreePass look = newPass(next);
        pass = Optional.of(look);
        look.walk(root);
        noticed = begun;
        spool = Optional.of(next);
    }

    private TreePass newPass(Path next) throws IOException {
        if (spool.isPresent()) {
            TreeReader last = new TreeReader(Files.newInputStream(spool.get()));
            faults = new ReadFaults(goOn, faults.inodes());
            return new TreePass(chunks, faults, EarlierTree.of(last), noticed, piece -> true, next);
        }
        if (base.isPresent()) {
            ChunkSource source = repository.source();
            baseSource = Optional.of(source);
            TreeReader last = new TreeReader(source.stream(base.get().tree()));
            return new TreePass(
                    chunks,
                    faults,
                    EarlierTree.of(last),
                    base.get().trusted(),
                    piece -> repository.contains(piece.chunk()),
                    next);
        }
        return new TreePass(chunks, faults, EarlierTree.none(), Instant.MIN, piece -> false, next);
    }

    /** Waits until all that the look has read has been named. */
    public void settle() throws IOException {
        TreePass last = pass.orElseThrow();
        last.finish();
        last.close();
        readBytes += last.readBytes();
    }

    /** Stores the records of the last look. */
    public Stored store() throws IOException {
        List<PendingChunk> tree = new ArrayList<>();
        Path records = spool.orElseThrow();
        try (Fd file = FileCalls.open(records, OpenFlags.READ_ONLY, 0)) {
            chunks.cut(file, 0, Files.size(records), tree::add);
        }
        TreePass last = pass.orElseThrow();
        List<ChunkId> ids = new ArrayList<>();
        for (PendingChunk chunk : tree) {
            ids.add(chunk.name());
        }
        return new Stored(ids, last.nodes(), last.bytes(), readBytes, noticed, faults, status);
    }

    @Override
    public void close() throws IOException {
        try {
            if (pass.isPresent()) {
                pass.get().close();
            }
            if (baseSource.isPresent()) {
                // Its packs are open, and would keep their place on the disk if they were deleted.
                baseSource.get().close();
            }
        } finally {
            root.close();
        }
    }
}
