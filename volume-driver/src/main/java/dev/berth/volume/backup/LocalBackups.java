package dev.berth.volume.backup;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.EngineException.Unavailable;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.BackupSource;
import dev.berth.plugin.volume.backup.BackupStatistics;
import dev.berth.plugin.volume.backup.Consistency;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.plugin.volume.backup.VolumeBackups;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.manifest.FormatException;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.repository.ChunkSink;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.ChunkSweep;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import dev.berth.volume.backup.restore.ContentWriters;
import dev.berth.volume.backup.restore.TreeRestore;
import dev.berth.volume.backup.scan.VolumeScan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Backups in directories of this host. */
public final class LocalBackups implements VolumeBackups {
    /** After a look that took longer there is one more before anybody is held up, as much may have changed. */
    private static final Duration LONG_LOOK = Duration.ofSeconds(2);

    private static final int MOST_LIVE_LOOKS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration patience;

    public LocalBackups() {
        this(PATIENCE);
    }

    /** @param patience for how long a call waits for a repository that is locked */
    LocalBackups(Duration patience) {
        this.patience = patience;
    }

    @Override
    public List<BackupInfo> backup(BackupRequest request, WriterFreeze freeze) {
        if (request.sources().isEmpty()) {
            throw new InvalidParameter("backup: no volume is named");
        }
        long begin = System.nanoTime();
        try (Repository repository = Repository.openOrCreate(request.repository(), patience);
                ChunkSink sink = repository.sink()) {
            List<Snapshot> known = repository.snapshots().all(damaged -> {});
            List<VolumeScan> scans = new ArrayList<>();
            try {
                for (BackupSource source : request.sources()) {
                    scans.add(new VolumeScan(repository, sink, source.data(), of(known, source.volume())));
                }
                Cut cut = look(scans, freeze);
                return keep(request, repository, sink, scans, begin, cut);
            } finally {
                for (VolumeScan scan : scans) {
                    scan.close();
                }
            }
        } catch (IOException failure) {
            throw new SystemFailure("back up to " + request.repository() + ": " + failure.getMessage(), failure);
        }
    }

    /** The moment that a backup is of. */
    private record Cut(Instant moment, WriterFreeze.Outcome outcome) {
        Consistency consistency() {
            if (outcome.broken().isPresent()) {
                return Consistency.LIVE;
            }
            return outcome.writers() == 0 ? Consistency.IDLE : Consistency.FROZEN;
        }
    }

    private static List<Snapshot> of(List<Snapshot> all, String volume) {
        return all.stream().filter(each -> each.info().volume().equals(volume)).toList();
    }

    private static Cut look(List<VolumeScan> scans, WriterFreeze freeze) throws IOException {
        Instant begin = Instant.now();
        lookLive(scans, freeze::wasIdle);
        if (freeze.wasIdle()) {
            return new Cut(begin, WriterFreeze.Outcome.IDLE);
        }
        scans.forEach(VolumeScan::begin);
        Instant moment = Instant.now();
        WriterFreeze.Outcome outcome = freeze.during(() -> lookAll(scans));
        for (VolumeScan scan : scans) {
            scan.settle();
        }
        return new Cut(moment, outcome);
    }

    private static void lookLive(List<VolumeScan> scans, BooleanSupplier idle) throws IOException {
        boolean again = true;
        for (int look = 1; again && look <= MOST_LIVE_LOOKS; look++) {
            scans.forEach(VolumeScan::begin);
            long begin = System.nanoTime();
            lookAll(scans);
            for (VolumeScan scan : scans) {
                scan.settle();
            }
            again = System.nanoTime() - begin > LONG_LOOK.toNanos() && !idle.getAsBoolean();
        }
    }

    private static void lookAll(List<VolumeScan> scans) {
        try {
            for (VolumeScan scan : scans) {
                scan.look();
            }
        } catch (IOException failure) {
            throw new SystemFailure("back up: " + failure.getMessage(), failure);
        }
    }

    private static List<BackupInfo> keep(
            BackupRequest request, Repository repository, ChunkSink sink, List<VolumeScan> scans, long begin, Cut cut)
            throws IOException {
        if (cut.outcome.broken().isPresent() && !request.orLive()) {
            throw new Unavailable("back up: " + cut.outcome.broken().get() + "; no backup was kept");
        }
        List<VolumeScan.Stored> stored = new ArrayList<>();
        for (VolumeScan scan : scans) {
            stored.add(scan.store());
        }
        sink.flush();
        List<BackupInfo> kept = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            // What was stored for all is told once.
            long bytes = i == 0 ? sink.stored() : 0;
            Snapshot snapshot = snapshot(request.sources().get(i), request, stored.get(i), cut, begin, bytes);
            kept.add(repository
                    .snapshots()
                    .keep(snapshot, repository.temporary())
                    .info());
        }
        return kept;
    }

    private static Snapshot snapshot(
            BackupSource source, BackupRequest request, VolumeScan.Stored stored, Cut cut, long begin, long bytes) {
        BackupStatistics statistics = new BackupStatistics(
                stored.nodes(),
                stored.bytes(),
                stored.readBytes(),
                bytes,
                Duration.ofNanos(System.nanoTime() - begin),
                cut.outcome.frozen());
        BackupInfo info = new BackupInfo(
                "",
                cut.moment,
                source.volume(),
                source.driver(),
                source.labels(),
                source.options(),
                request.tags(),
                cut.consistency(),
                statistics);
        return new Snapshot(info, stored.root().inode(), stored.root().device(), stored.trusted(), stored.tree());
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
            return forget(repository, request);
        } catch (IOException failure) {
            throw new SystemFailure("forget backups in " + root + ": " + failure.getMessage(), failure);
        }
    }

    private static ForgetReport forget(Repository repository, ForgetRequest request) throws IOException {
        List<FormatException> damaged = new ArrayList<>();
        List<Snapshot> all = repository.snapshots().all(damaged::add);
        Set<String> doomed = doomed(repository, request, all);
        List<Snapshot> kept =
                all.stream().filter(each -> !doomed.contains(each.info().id())).toList();
        long freed = 0;
        if (!request.dryRun()) {
            for (String id : doomed) {
                repository.snapshots().remove(id);
            }
            repository.snapshots().sync();
            if (request.prune()) {
                refuseIfDamaged(damaged);
                freed = repository.sweep().sweep(mark -> {
                    for (Snapshot each : kept) {
                        markNeeded(repository, each, mark);
                    }
                });
            }
        }
        return new ForgetReport(
                all.stream()
                        .map(Snapshot::info)
                        .filter(each -> doomed.contains(each.id()))
                        .toList(),
                kept.stream().map(Snapshot::info).toList(),
                freed);
    }

    private static void refuseIfDamaged(List<FormatException> damaged) throws FormatException {
        if (!damaged.isEmpty()) {
            throw new FormatException("nothing is pruned, for it is not known what a damaged backup needs: "
                    + damaged.get(0).getMessage());
        }
    }

    private static Set<String> doomed(Repository repository, ForgetRequest request, List<Snapshot> all)
            throws IOException {
        Set<String> doomed = new TreeSet<>();
        if (request.ids().isEmpty()) {
            if (request.hasRules()) {
                List<BackupInfo> asked = all.stream()
                        .map(Snapshot::info)
                        .filter(each -> request.volume().isEmpty()
                                || request.volume().get().equals(each.volume()))
                        .toList();
                Set<String> kept = Retention.kept(asked, request);
                asked.stream()
                        .map(BackupInfo::id)
                        .filter(id -> !kept.contains(id))
                        .forEach(doomed::add);
            }
            return doomed;
        }
        for (String id : request.ids()) {
            doomed.add(repository.snapshots().find(id).info().id());
        }
        return doomed;
    }

    private static void markNeeded(Repository repository, Snapshot snapshot, ChunkSweep.Mark mark) throws IOException {
        for (var chunk : snapshot.tree()) {
            mark.needed(chunk);
        }
        try (ChunkSource source = repository.source();
                TreeReader records = new TreeReader(source.stream(snapshot.tree()))) {
            TreeRecord next = records.next();
            for (; !(next instanceof TreeRecord.End); next = records.next()) {
                if (next instanceof TreeRecord.Data data) {
                    mark.needed(data.chunk());
                }
            }
        } catch (FormatException broken) {
            throw new FormatException(
                    "nothing is pruned, for backup " + snapshot.info().id() + " cannot be followed: "
                            + broken.getMessage(),
                    broken);
        }
    }
}
