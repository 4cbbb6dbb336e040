package dev.berth.volume;

import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.BackupSource;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.LocalBackups;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link BackupKillIT} kills: backs up, restores and forgets, again and again. */
final class KillProcess {
    private KillProcess() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        DriverHome home = new DriverHome(directory.resolve("data"), directory.resolve("run"));
        Path repository = directory.resolve("repository");
        LocalVolumeDriver driver = LocalVolumeDriver.open(home);
        LocalBackups backups = new LocalBackups();
        System.out.println("ready");
        while (true) {
            Path source = driver.path("source").orElseThrow();
            BackupSource volume = new BackupSource("source", "local", Map.of(), Map.of(), source);
            String id = backups.backup(new BackupRequest(repository, List.of(volume), Map.of(), false, false), cut -> {
                        cut.run();
                        return WriterFreeze.Outcome.IDLE;
                    })
                    .get(0)
                    .id();
            driver.replace("target", place -> backups.restore(repository, id, place));
            backups.forget(repository, new ForgetRequest(List.of(), Optional.empty(), 2, 0, 0, 0, true, false));
            String first = backups.list(repository).get(0).id();
            driver.replace("target", place -> backups.restore(repository, first, place));
        }
    }
}
