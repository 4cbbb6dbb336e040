package dev.berth.volume.backup;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.ChunkSweep;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes backups away, and what only they needed. */
final class Forgetting {
    private final Repository repository;
    private final ForgetRequest request;

    /** @param repository open alone, unless nothing is to be done but telling */
    Forgetting(Repository repository, ForgetRequest request) {
        this.repository = repository;
        this.request = request;
    }

    ForgetReport run() throws IOException {
        List<FormatException> damaged = new ArrayList<>();
        List<Snapshot> all = repository.snapshots().all(damaged::add);
        Set<String> doomed = doomed(all);
        List<Snapshot> kept =
                all.stream().filter(each -> !doomed.contains(each.info().id())).toList();
        long freed = 0;
        if (!request.dryRun()) {
            for (String id : doomed) {
                repository.snapshots().remove(id);
            }
            repository.snapshots().sync();
            if (request.prune()) {
                freed = prune(kept, damaged, doomed.size());
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

    /** @param forgotten backups that are not there any more, whatever happens here */
    private long prune(List<Snapshot> kept, List<FormatException> damaged, int forgotten) throws IOException {
        try {
            refuseIfDamaged(damaged);
            return repository.sweep().sweep(mark -> {
                for (Snapshot each : kept) {
                    markNeeded(each, mark);
                }
            });
        } catch (IOException | UncheckedIOException | ErrnoException failure) {
            String done = forgotten == 0 ? "" : "backups forgotten: " + forgotten + "; ";
            throw new IOException(done + "what nobody needs is not freed: " + failure.getMessage(), failure);
        }
    }

    private static void refuseIfDamaged(List<FormatException> damaged) throws FormatException {
        if (!damaged.isEmpty()) {
            throw new FormatException("nothing is pruned, for it is not known what a damaged backup needs: "
                    + damaged.get(0).getMessage());
        }
    }

    private Set<String> doomed(List<Snapshot> all) throws IOException {
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

    private void markNeeded(Snapshot snapshot, ChunkSweep.Mark mark) throws IOException {
        for (ChunkId chunk : snapshot.tree()) {
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
