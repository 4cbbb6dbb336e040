package dev.berth.volume.backup;

import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.EngineException.Unavailable;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.BackupSource;
import dev.berth.plugin.volume.backup.BackupStatistics;
import dev.berth.plugin.volume.backup.Consistency;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.repository.ChunkSink;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import dev.berth.volume.backup.scan.FileChunks;
import dev.berth.volume.backup.scan.VolumeScan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One backup of some volumes: looks at them, the last time while nobody writes, and stores what it has seen. */
final class BackupRun {
    /** After a look that took longer there is one more before anybody is held up, as much may have changed. */
    private static final Duration LONG_LOOK = Duration.ofSeconds(2);

    private static final int MOST_LIVE_LOOKS = 3;

    private final BackupRequest request;
    private final WriterFreeze freeze;
    private final Repository repository;
    private final ChunkSink sink;
    private final FileChunks.Reading reading;
    private final long begin = System.nanoTime();

    /** @param sink of the repository */
    BackupRun(
            BackupRequest request,
            WriterFreeze freeze,
            Repository repository,
            ChunkSink sink,
            FileChunks.Reading reading) {
        this.request = request;
        this.freeze = freeze;
        this.repository = repository;
        this.sink = sink;
        this.reading = reading;
    }

    /** @return one for each volume */
    List<BackupInfo> run() throws IOException {
        List<Snapshot> known = repository.snapshots().all(damaged -> {});
        FileChunks chunks = new FileChunks(sink, reading);
        List<VolumeScan> scans = new ArrayList<>();
        try {
            for (BackupSource source : request.sources()) {
                scans.add(new VolumeScan(
                        repository, chunks, source.data(), of(known, source.volume()), request.orPartial()));
            }
            return keep(scans, look(scans));
        } finally {
            for (VolumeScan scan : scans) {
                scan.close();
            }
        }
    }

    private static List<Snapshot> of(List<Snapshot> all, String volume) {
        return all.stream().filter(each -> each.info().volume().equals(volume)).toList();
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

    private Cut look(List<VolumeScan> scans) throws IOException {
        Instant first = Instant.now();
        lookLive(scans, freeze::wasIdle);
        if (freeze.wasIdle()) {
            return new Cut(first, WriterFreeze.Outcome.IDLE);
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
            long start = System.nanoTime();
            lookAll(scans);
            for (VolumeScan scan : scans) {
                scan.settle();
            }
            again = System.nanoTime() - start > LONG_LOOK.toNanos() && !idle.getAsBoolean();
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

    private List<BackupInfo> keep(List<VolumeScan> scans, Cut cut) throws IOException {
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
            Snapshot snapshot = snapshot(request.sources().get(i), stored.get(i), cut, bytes);
            kept.add(repository
                    .snapshots()
                    .keep(snapshot, repository.temporary())
                    .info());
        }
        return kept;
    }

    private Snapshot snapshot(BackupSource source, VolumeScan.Stored stored, Cut cut, long bytes) {
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
                stored.faults().paths(),
                statistics);
        return new Snapshot(
                info,
                stored.root().inode(),
                stored.root().device(),
                stored.trusted(),
                stored.faults().inodes(),
                stored.tree());
    }
}
