package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.VolumeInfo;
import dev.berth.volume.backup.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that fills volumes is killed at random: each volume is empty or has the whole tree. As in {@link
 * BackupKillIT}, {@code -Dberth.kills=200} for more.
 */
class CopyUpKillIT {
    private static final int KILLS = Math.max(10, Integer.getInteger("berth.kills", 10));
    private static final long LONGEST_LIFE_MILLIS = 300;

    @TempDir
    private Path directory;

    /** What is killed. */
    static final class Process {
        private Process() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            LocalVolumeDriver driver = LocalVolumeDriver.open(home(directory));
            driver.list().forEach(volume -> driver.remove(volume.name()));
            System.out.println("ready");
            for (int i = 0; true; i++) {
                driver.create("vol" + i, Map.of());
                driver.copyUp("vol" + i, directory.resolve("image"));
                driver.remove("vol" + (i - 2));
            }
        }
    }

    private static DriverHome home(Path directory) {
        return new DriverHome(directory.resolve("data"), directory.resolve("run"));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void killedAnywhere_volumesAreEmptyOrWhole() throws Exception {
        Path image = Files.createDirectory(directory.resolve("image"));
        Trees.shell(
                image,
                "for d in $(seq 10); do mkdir d$d; for f in $(seq 30); do echo $d$f > d$d/f$f; done; done; ln d1/f1 hard;"
                        + " chmod 0751 .; touch -d @1000 . d5");
        String whole = state(image);
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            KilledProcess.run(Process.class, directory, random.nextLong(LONGEST_LIFE_MILLIS));
            LocalVolumeDriver next = LocalVolumeDriver.open(home(directory));
            for (VolumeInfo volume : next.list()) {
                Path data = next.path(volume.name()).orElseThrow();
                boolean filledNow = next.copyUp(volume.name(), image);
                // What it did not fill was full before it.
                assertThat(state(data))
                        .as("kill %d, filled now: %s", kill, filledNow)
                        .isEqualTo(whole);
                assertThat(Trees.shell(data.getParent(), "ls")).isEqualTo("_data\nopts.json\n");
            }
        }
    }

    private static String state(Path tree) {
        return Trees.shell(tree, "find . -printf '%P %y %m %n %T@\\n' | sort; cat */* | sha256sum");
    }
}
