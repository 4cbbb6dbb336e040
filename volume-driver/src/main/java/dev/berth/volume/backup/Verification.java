package dev.berth.volume.backup;

import dev.berth.linux.sys.ByteText;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import dev.berth.volume.backup.manifest.Node;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.repository.ChunkSource;
import dev.berth.volume.backup.repository.PackCheck;
import dev.berth.volume.backup.repository.Repository;
import dev.berth.volume.backup.repository.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads every byte of a repository, follows every backup, and names what is wrong by what it is part of. */
final class Verification {
    /** More are counted, not told. */
    private static final int MOST_TOLD = 1000;

    private final Repository repository;
    private final Map<ChunkId, String> damaged = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private long untold;

    Verification(Repository repository) {
        this.repository = repository;
    }

    VerifyReport run() throws IOException {
        PackCheck check = repository.check();
        check.rest(this::tell);
        long bytes = check.packs(this::tell, (chunk, what) -> {
            damaged.put(chunk, what);
            tell(what);
        });
        List<Snapshot> snapshots = repository.snapshots().all(broken -> tell(String.valueOf(broken.getMessage())));
        int whole = 0;
        for (Snapshot snapshot : snapshots) {
            whole += follow(snapshot) ? 1 : 0;
        }
        if (untold > 0) {
            problems.add("and " + untold + " more");
        }
        return new VerifyReport(whole, bytes, problems);
    }

    private void tell(String problem) {
        if (problems.size() < MOST_TOLD) {
            problems.add(problem);
        } else {
            untold++;
        }
    }

    /** @return whether all of it is there */
    private boolean follow(Snapshot snapshot) throws IOException {
        String backup = "backup " + snapshot.info().id() + " of volume "
                + snapshot.info().volume();
        int before = problems.size();
        long untoldBefore = untold;
        try (ChunkSource source = repository.source();
                TreeReader records = new TreeReader(source.stream(snapshot.tree()))) {
            Deque<String> path = new ArrayDeque<>();
            String file = "";
            TreeRecord next = records.next();
            for (; !(next instanceof TreeRecord.End); next = records.next()) {
                if (next instanceof Node node) {
                    file = ByteText.decode(node.name());
                    if (node.isDirectory()) {
                        path.addLast(file);
                    }
                } else if (next instanceof TreeRecord.Leave) {
                    path.removeLast();
                } else if (next instanceof TreeRecord.Data data) {
                    check(data.chunk(), backup, path, file);
                }
            }
        } catch (FormatException broken) {
            tell(backup + ": its list of files cannot be read: " + broken.getMessage());
        }
        return problems.size() == before && untold == untoldBefore;
    }

    private void check(ChunkId chunk, String backup, Deque<String> path, String file) {
        if (damaged.containsKey(chunk)) {
            tell(backup + ": file " + String.join("/", path) + "/" + file + " is damaged: " + damaged.get(chunk));
        } else if (!repository.contains(chunk)) {
            tell(backup + ": file " + String.join("/", path) + "/" + file + " misses chunk " + chunk);
        }
    }
}
