package dev.berth.plugin.volume.backup;

import java.nio.file.Path;
import java.util.Map;

/**
 * A volume to be backed up.
 *
 * @param options without secrets
 * @param data where its data is on this host, until the backup is done
 */
public record BackupSource(
        String volume, String driver, Map<String, String> labels, Map<String, String> options, Path data) {
    public BackupSource {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }
}
