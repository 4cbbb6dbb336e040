package dev.berth.plugin.volume.backup;

import java.util.List;
import java.util.Optional;

/**
 * Which backups are not needed any more. Of each volume are kept the newest {@code last}, and the newest of each of so
 * many days, weeks and months that have any, by UTC.
 *
 * @param ids forget these, whatever the rules keep; without ids the rules decide
 * @param volume only of this volume
 * @param prune also frees the space that only they took
 * @param dryRun changes nothing
 */
public record ForgetRequest(
        List<String> ids,
        Optional<String> volume,
        int last,
        int daily,
        int weekly,
        int monthly,
        boolean prune,
        boolean dryRun) {
    public ForgetRequest {
        ids = List.copyOf(ids);
        if (last < 0 || daily < 0 || weekly < 0 || monthly < 0) {
            throw new IllegalArgumentException("a number of backups to keep is negative");
        }
    }

    /** Whether any rule says what to keep. */
    public boolean hasRules() {
        return last + daily + weekly + monthly > 0;
    }
}
