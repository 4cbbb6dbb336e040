package dev.berth.volume.backup.repository;

import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.volume.backup.chunk.ChunkId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A backup as the repository has it.
 *
 * @param info what everybody may know
 * @param root inode number of the tree's root directory when it was read, and its file system's {@code device}
 * @param trusted what was changed before this time and looks unchanged is unchanged; from it on it has to be read again
 * @param doubtful inode numbers of files that could not be read to their end, however unchanged they look
 * @param tree chunks that together are the tree's records
 */
public record Snapshot(
        BackupInfo info, long root, long device, Instant trusted, Set<Long> doubtful, List<ChunkId> tree) {
    public Snapshot {
        doubtful = Set.copyOf(doubtful);
        tree = List.copyOf(tree);
    }
}
