package dev.berth.plugin.volume.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A backup of one volume.
 *
 * @param id 64 hexadecimal digits
 * @param created when its data was as it is in it
 * @param volume the volume's name then
 * @param driver the volume's driver, as are labels and options
 * @param options without the secrets that some of them hold
 * @param tags what whoever made it wanted to find it by
 * @param unreadable paths of what the disk could not read: files that end in zeros or are missing, directories that miss
 *     entries; empty unless that was allowed
 */
public record BackupInfo(
        String id,
        Instant created,
        String volume,
        String driver,
        Map<String, String> labels,
        Map<String, String> options,
        Map<String, String> tags,
        Consistency consistency,
        List<String> unreadable,
        BackupStatistics statistics) {
    public BackupInfo {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
        tags = Map.copyOf(tags);
        unreadable = List.copyOf(unreadable);
    }
}
