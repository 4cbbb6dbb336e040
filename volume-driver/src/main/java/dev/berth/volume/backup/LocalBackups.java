package dev.berth.volume.backup;

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

    @Override
    public List<BackupInfo> backup(BackupRequest request, WriterFreeze freeze) {
        if (request.sources().isEmpty()) {
            throw new InvalidParameter("backup: no volume is named");
        }
        try (Repository repository = Repository.openOrCreate(request.repository(), patience);
                ChunkSink sink = repository.sink()) {
            return new BackupRun(request, freeze, repository, sink, reading).run();
        } catch (IOException failure) {
            throw new SystemFailure("back up to " + request.repository() + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public List<BackupInfo> list(Path root) {
        try (Repository repository = Repository.open(root, patience)) {
            return repository.snapshots().all(damaged -> {}).stream()
                    .map(Snapshot::info)
                    .toList();
        } catch (IOException failure) {
            throw new SystemFailure("list backups in " + root + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public BackupInfo find(Path root, String id) {
        try (Repository repository = Repository.open(root, patience)) {
            return repository.snapshots().find(id).info();
        } catch (IOException failure) {
            throw new SystemFailure("find backup " + id + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void restore(Path root, String id, Path target) {
        try (Repository repository = Repository.open(root, patience);
                ContentWriters writers = new ContentWriters(repository);
                ChunkSource source = repository.source();
                TreeReader records = new TreeReader(
                        source.stream(repository.snapshots().find(id).tree()))) {
            new TreeRestore(records, writers).into(target);
        } catch (IOException failure) {
            throw new SystemFailure("restore backup " + id + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public VerifyReport verify(Path root) {
        try (Repository repository = Repository.open(root, patience)) {
            return new Verification(repository).run();
        } catch (IOException failure) {
            throw new SystemFailure("verify " + root + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public ForgetReport forget(Path root, ForgetRequest request) {
        if (request.ids().isEmpty() && !request.hasRules() && !request.prune()) {
            throw new InvalidParameter("forget: neither a backup nor a rule on what to keep is given");
        }
        try (Repository repository =
                request.dryRun() ? Repository.open(root, patience) : Repository.openAlone(root, patience)) {
            return new Forgetting(repository, request).run();
        } catch (IOException failure) {
            throw new SystemFailure("forget backups in " + root + ": " + failure.getMessage(), failure);
        }
    }
}
