package dev.berth.plugin.volume.backup;

import java.time.Duration;

/**
 * What a backup took.
 *
 * @param nodes files of every kind, directories included
 * @param bytes sizes of all files
 * @param readBytes of content that had to be read
 * @param storedBytes that the repository has grown by
 * @param duration from its begin to its end
 * @param frozen the time for which writers were frozen
 */
public record BackupStatistics(
        long nodes, long bytes, long readBytes, long storedBytes, Duration duration, Duration frozen) {}
