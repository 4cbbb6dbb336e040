package dev.berth.plugin.volume.backup;

import java.util.List;

/** What was forgotten, what was kept, and how many bytes that freed. */
public record ForgetReport(List<BackupInfo> forgotten, List<BackupInfo> kept, long freedBytes) {
    public ForgetReport {
        forgotten = List.copyOf(forgotten);
        kept = List.copyOf(kept);
    }
}
