package dev.berth.volume.backup;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.OpenFile;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.plugin.volume.backup.VolumeBackups;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.repository.ChunkSink;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import dev.berth.volume.backup.restore.ContentWriters;
import dev.berth.volume.backup.restore.TreeRestore;
import dev.berth.volume.backup.scan.FileChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Backups in directories of this host. */
public final class LocalBackups implements VolumeBackups {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration patience;
    private final FileChunks.Reading reading;

    public LocalBackups() {
        this(PATIENCE, OpenFile::read);
    }

    /**
     * @param patience for how long a call waits for a repository that is locked
     * @param reading of the files that are backed up
     */
    LocalBackups(Duration patience, FileChunks.Reading reading) {
        this.patience = patience;
        this.reading = reading;
    }

    /** What is done with a repository. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /** @param what is done, for messages */
    private static <T> T telling(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException | UncheckedIOException | ErrnoException failure) {
            throw new SystemFailure(what + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public List<BackupInfo> backup(BackupRequest request, WriterFreeze freeze) {
        if (request.sources().isEmpty()) {
            throw new InvalidParameter("backup: no volume is named");
        }
        return telling("back up to " + request.repository(), () -> {
            try (Repository repository = Repository.openOrCreate(request.repository(), patience);
                    ChunkSink sink = repository.sink()) {
                return new BackupRun(request, freeze, repository, sink, reading).run();
            }
        });
    }

    @Override
    public List<BackupInfo> list(Path root) {
        return telling("list backups in " + root, () -> {
            try (Repository repository = Repository.open(root, patience)) {
                return repository.snapshots().all(damaged -> {}).stream()
                        .map(Snapshot::info)
                        .toList();
            }
        });
    }

    @Override
    public BackupInfo find(Path root, String id) {
        return telling("find backup " + id, () -> {
            try (Repository repository = Repository.open(root, patience)) {
                return repository.snapshots().find(id).info();
            }
        });
    }

    @Override
    public void restore(Path root, String id, Path target) {
        telling("restore backup " + id, () -> {
            try (Repository repository = Repository.open(root, patience);
                    ContentWriters writers = new ContentWriters(repository);
                    ChunkSource source = repository.source();
                    TreeReader records = new TreeReader(
                            source.stream(repository.snapshots().find(id).tree()))) {
                new TreeRestore(records, writers).into(target);
                return id;
            }
        });
    }

    @Override
    public VerifyReport verify(Path root) {
        return telling("verify " + root, () -> {
            try (Repository repository = Repository.open(root, patience)) {
                return new Verification(repository).run();
            }
        });
    }

    @Override
    public ForgetReport forget(Path root, ForgetRequest request) {
        if (request.ids().isEmpty() && !request.hasRules() && !request.prune()) {
            throw new InvalidParameter("forget: neither a backup nor a rule on what to keep is given");
        }
        return telling("forget backups in " + root, () -> {
            try (Repository repository =
                    request.dryRun() ? Repository.open(root, patience) : Repository.openAlone(root, patience)) {
                return new Forgetting(repository, request).run();
            }
        });
    }
}
