package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.backup.BackupInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: what was there stays, and it is said what is wrong. */
class DiskFullIT {
    @TempDir
    private Path directory;

    private BackupWorld world;
    private Path small;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BackupWorld(directory);
        small = Files.createDirectory(directory.resolve("small"));
    }

    @AfterEach
    void unmount() {
        Mounts.unmount(small, true);
        Mounts.unmount(world.repository(), true);
    }

    private static void mount(Path place, String size) throws IOException {
        Files.createDirectories(place);
        Mounts.mount("tmpfs", "tmpfs", place, 0, "size=" + size);
    }

    @Test
    void backup_repositoryFull_failsAndEarlierBackupsStay() throws IOException {
        mount(world.repository(), "3m");
        Trees.shell(world.data(), "head -c 1000000 /dev/urandom > a");
        BackupInfo first = world.backup();
        for (int megabytes = 1; megabytes < 5; megabytes++) {
            Trees.shell(world.data(), "head -c " + megabytes + "500000 /dev/urandom > b");
            try {
                world.backup();
                assertThat(megabytes).isEqualTo(1);
            } catch (EngineException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }
        assertThat(world.backups().verify(world.repository()).problems()).isEmpty();
        assertThat(world.restored(first).resolve("a")).hasSize(1_000_000);
    }

    @Test
    void restore_targetFull_failsAndSaysSo() throws IOException {
        mount(small, "2m");
        Trees.shell(world.data(), "head -c 3000000 /dev/urandom > a; for i in $(seq 100); do echo x > f$i; done");
        BackupInfo backup = world.backup();
        Path target = Files.createDirectory(small.resolve("target"));
        assertThatThrownBy(() -> world.backups().restore(world.repository(), backup.id(), target))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("ENOSPC");
    }
}
