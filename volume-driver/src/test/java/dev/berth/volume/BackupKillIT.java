package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.volume.backup.LocalBackups;
import dev.berth.volume.backup.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that backs up, restores and forgets is killed at random: the repository is whole, and a volume that is being
 * restored has its old data or its new. {@code -Dberth.kills=200} for more than a check of every day needs.
 */
class BackupKillIT {
    private static final int KILLS = Integer.getInteger("berth.kills", 20);
    private static final long LONGEST_LIFE_MILLIS = 1500;

    @TempDir
    private Path directory;

    private DriverHome home() {
        return new DriverHome(directory.resolve("data"), directory.resolve("run"));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void killedAnywhere_allIsOldOrNew() throws Exception {
        LocalVolumeDriver driver = LocalVolumeDriver.open(home());
        driver.create("source", Map.of());
        driver.create("target", Map.of());
        Path source = driver.path("source").orElseThrow();
        Path target = driver.path("target").orElseThrow();
        Trees.shell(source, "for i in $(seq 400); do head -c $((i * 40)) /dev/urandom > f$i; done; mkdir d; ln f1 d/g");
        Trees.shell(source, "head -c 4000000 /dev/urandom > large; cp -a . " + target);
        Random random = new Random(3);
        Set<String> states = new HashSet<>(Set.of(state(source)));
        for (int kill = 0; kill < KILLS; kill++) {
            Trees.shell(
                    source,
                    "echo " + kill + " >> f7; head -c 200000 /dev/urandom >> large; cp f" + (kill % 300 + 1) + " new"
                            + kill % 5);
            states.add(state(source));
            KilledProcess.run(KillProcess.class, directory, random.nextLong(LONGEST_LIFE_MILLIS));
            LocalVolumeDriver.open(home());
            assertThat(states).as("kill " + kill).contains(state(target));
            checkRepository(kill);
            assertThat(Files.list(target.getParent())
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("_data", "opts.json");
        }
    }

    /** What is in a tree, as one text. */
    private static String state(Path tree) {
        return Trees.shell(
                tree,
                "find . -printf '%P %y %m %U:%G %T@ %n %l\\n' | sort; find . -type f -exec sha256sum {} + | sort");
    }

    private void checkRepository(int kill) throws IOException {
        Path repository = directory.resolve("repository");
        if (!Files.exists(repository.resolve("berth-repository"))) {
            return;
        }
        LocalBackups backups = new LocalBackups();
        List<BackupInfo> all = backups.list(repository);
        VerifyReport report = backups.verify(repository);
        assertThat(report.problems()).as("kill " + kill).isEmpty();
        assertThat(report.backups()).isEqualTo(all.size());
        assertThat(Files.list(repository.resolve("tmp"))).isEmpty();
    }
}
