package dev.berth.plugin.volume.backup;

import java.util.List;

/**
 * What a look at every byte of a repository has found.
 *
 * @param backups how many were followed to their last chunk
 * @param bytes of packs read
 * @param problems what is damaged or missing, with the files of backups that it is part of; empty if all is well
 */
public record VerifyReport(int backups, long bytes, List<String> problems) {
    public VerifyReport {
        problems = List.copyOf(problems);
    }
}
