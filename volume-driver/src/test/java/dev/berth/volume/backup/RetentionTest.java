package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupStatistics;
import dev.berth.plugin.volume.backup.Consistency;
import dev.berth.plugin.volume.backup.ForgetRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which backups each rule keeps. */
class RetentionTest {
    private static BackupInfo at(String volume, String time) {
        BackupStatistics none = new BackupStatistics(0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
        return new BackupInfo(
                volume + time,
                Instant.parse(time),
                volume,
                "local",
                Map.of(),
                Map.of(),
                Map.of(),
                Consistency.IDLE,
                List.of(),
                none);
    }

    private static List<BackupInfo> of(String volume) {
        return Stream.of(
                        "2026-01-31T10:00:00Z",
                        "2026-02-01T10:00:00Z",
                        "2026-02-01T23:59:59Z",
                        "2026-02-02T00:00:00Z",
                        "2026-02-08T00:00:00Z",
                        "2026-02-09T00:00:00Z")
                .map(time -> at(volume, time))
                .toList();
    }

    private static ForgetRequest rules(int last, int daily, int weekly, int monthly) {
        return new ForgetRequest(List.of(), Optional.empty(), last, daily, weekly, monthly, false, false);
    }

    @Test
    void last_keepsTheNewest() {
        assertThat(Retention.kept(of("v"), rules(2, 0, 0, 0)))
                .containsExactlyInAnyOrder("v2026-02-08T00:00:00Z", "v2026-02-09T00:00:00Z");
    }

    @Test
    void daily_keepsTheNewestOfEachDay() {
        assertThat(Retention.kept(of("v"), rules(0, 4, 0, 0)))
                .containsExactlyInAnyOrder(
                        "v2026-02-01T23:59:59Z",
                        "v2026-02-02T00:00:00Z",
                        "v2026-02-08T00:00:00Z",
                        "v2026-02-09T00:00:00Z");
    }

    /** Weeks begin on Monday; 2 February 2026 is one. */
    @Test
    void weekly_keepsTheNewestOfEachWeek() {
        assertThat(Retention.kept(of("v"), rules(0, 0, 3, 0)))
                .containsExactlyInAnyOrder("v2026-02-01T23:59:59Z", "v2026-02-08T00:00:00Z", "v2026-02-09T00:00:00Z");
    }

    @Test
    void monthly_keepsTheNewestOfEachMonth() {
        assertThat(Retention.kept(of("v"), rules(0, 0, 0, 9)))
                .containsExactlyInAnyOrder("v2026-01-31T10:00:00Z", "v2026-02-09T00:00:00Z");
    }

    @Test
    void rules_countForEachVolumeByItself() {
        List<BackupInfo> both =
                Stream.concat(of("v").stream(), of("w").stream()).toList();
        assertThat(Retention.kept(both, rules(1, 0, 0, 0))).hasSize(2);
    }
}
