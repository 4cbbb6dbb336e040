package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.OpenFile;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking backups away, and with them what nobody else needs. */
class ForgettingTest {
    @TempDir
    private Path directory;

    private BackupWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BackupWorld(directory);
        Files.writeString(world.data().resolve("small"), "small");
        world.write("large", 1, 3_000_000);
    }

    @Test
    void forget_whileSomebodyReads_isRefusedAndNothingIsLost() {
        BackupInfo first = world.backup();
        LocalBackups impatient = new LocalBackups(Duration.ofMillis(20), OpenFile::read);
        world.backup(cut -> {
            assertThatThrownBy(() -> impatient.forget(world.repository(), keep(0, List.of(first.id()))))
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessageContaining("in use");
            cut.run();
            return WriterFreeze.Outcome.IDLE;
        });
        assertThat(world.backups().list(world.repository())).hasSize(2);
    }

    private static ForgetRequest keep(int last, List<String> ids) {
        return new ForgetRequest(ids, Optional.empty(), last, 0, 0, 0, true, false);
    }

    @Test
    void forget_prune_freesWhatOnlyTheForgottenHad() throws IOException {
        world.backup();
        for (int i = 0; i < 12; i++) {
            world.write("large", 100 + i, 3_000_000);
            world.backup();
        }
        BackupInfo last = world.backups().list(world.repository()).get(12);
        ForgetReport report = world.backups().forget(world.repository(), keep(1, List.of()));
        assertThat(report.forgotten()).hasSize(12);
        assertThat(report.kept()).containsExactly(last);
        assertThat(report.freedBytes()).isGreaterThan(12 * 2_900_000L);
        assertThat(world.files().stream()
                        .mapToLong(file -> file.toFile().length())
                        .sum())
                .isLessThan(3_200_000);
        assertThat(world.problems()).isEmpty();
        assertThat(world.restored(last).resolve("large"))
                .hasBinaryContent(Files.readAllBytes(world.data().resolve("large")));
        assertThat(world.backups()
                        .forget(world.repository(), keep(0, List.of(last.id())))
                        .kept())
                .isEmpty();
        assertThat(world.files()).hasSize(1);
    }

    /** As by two backups at once. */
    @Test
    void prune_whatIsThereTwice_isKeptOnce() throws IOException {
        BackupInfo backup = world.backup();
        BackupWorld other = new BackupWorld(directory.resolve("other"));
        for (String name : List.of("small", "large")) {
            Files.copy(world.data().resolve(name), other.data().resolve(name));
        }
        other.backup();
        try (Stream<Path> packs = Files.list(other.repository().resolve("packs"))) {
            for (Path pack : packs.toList()) {
                Files.copy(pack, world.repository().resolve("packs").resolve(pack.getFileName()));
            }
        }
        assertThat(size()).isGreaterThan(6_000_000);
        ForgetReport report = world.backups().forget(world.repository(), keep(1, List.of()));
        assertThat(report.freedBytes()).isGreaterThan(2_900_000);
        assertThat(size()).isLessThan(3_100_000);
        assertThat(world.problems()).isEmpty();
        assertThat(world.restored(backup).resolve("large"))
                .hasBinaryContent(Files.readAllBytes(world.data().resolve("large")));
    }

    private long size() throws IOException {
        return world.files().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /** Nothing must be taken away if it is not known what a backup needs. */
    @Test
    void open_backupOfNewerFormat_isRefusedAndNothingIsPruned() throws IOException {
        BackupInfo first = world.backup();
        world.write("large", 2, 3_000_000);
        BackupInfo second = world.backup();
        Path snapshots = world.repository().resolve("snapshots");
        byte[] newer = Files.readString(snapshots.resolve(first.id()))
                .replace("\"format\":1", "\"format\":2")
                .getBytes(StandardCharsets.UTF_8);
        Files.delete(snapshots.resolve(first.id()));
        Files.write(snapshots.resolve(ChunkId.of(newer).toString()), newer);
        List<Path> before = world.files();
        assertThatThrownBy(() -> world.backups().list(world.repository()))
                .isInstanceOf(EngineException.NotImplemented.class)
                .hasMessageContaining("is of format 2");
        assertThatThrownBy(() -> world.backups().forget(world.repository(), keep(0, List.of(second.id()))))
                .isInstanceOf(EngineException.NotImplemented.class);
        assertThat(world.files()).isEqualTo(before);
    }

    @Test
    void forget_neitherRuleNorBackup_isRefused() {
        world.backup();
        ForgetRequest nothing = new ForgetRequest(List.of(), Optional.empty(), 0, 0, 0, 0, false, false);
        assertThatThrownBy(() -> world.backups().forget(world.repository(), nothing))
                .isInstanceOf(EngineException.InvalidParameter.class);
        ForgetRequest dry = new ForgetRequest(List.of(), Optional.empty(), 1, 0, 0, 0, true, true);
        world.backup();
        assertThat(world.backups().forget(world.repository(), dry).forgotten()).hasSize(1);
        assertThat(world.backups().list(world.repository())).hasSize(2);
    }
}
