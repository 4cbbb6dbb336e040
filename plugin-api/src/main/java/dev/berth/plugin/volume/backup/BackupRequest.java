package dev.berth.plugin.volume.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be backed up.
 *
 * @param repository a directory, made if it is not there; absolute
 * @param sources volumes that belong together: each gets a backup, all of one moment
 * @param orLive true: if the writers cannot be held for long enough, it is done while they write; false: it fails then
 * @param orPartial true: a file that the disk cannot read (EIO) is left out, or is zeros from there on, and is named in
 *     {@link BackupInfo#unreadable}; false: it fails then
 */
public record BackupRequest(
        Path repository, List<BackupSource> sources, Map<String, String> tags, boolean orLive, boolean orPartial) {
    public BackupRequest {
        if (!repository.isAbsolute()) {
            throw new IllegalArgumentException("repository path must be absolute: " + repository);
        }
        sources = List.copyOf(sources);
        tags = Map.copyOf(tags);
    }
}
