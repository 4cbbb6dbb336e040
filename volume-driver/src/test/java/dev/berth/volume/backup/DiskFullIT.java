package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.FreeSpace;
import dev.berth.linux.testing.SmallDisk;
import dev.berth.linux.testing.SmallDisk.Scarce;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.ForgetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk of a repository is full at each step, one after the other: what was there stays, and it is said what is wrong. */
class DiskFullIT {
    @TempDir
    private Path directory;

    private BackupWorld world;
    private SmallDisk disk;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BackupWorld(directory);
        disk = new SmallDisk(world.repository());
        Trees.shell(world.data(), "mkdir d; head -c 200000 /dev/urandom > large; echo x > d/small; ln d/small d/link");
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    private void change(int kilobytes) {
        Trees.shell(world.data(), "head -c " + kilobytes + "000 /dev/urandom > changed");
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(world.repository())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> world.repository().relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void assertTold(RuntimeException failure, String doing) {
        assertThat(failure)
                .isInstanceOf(SystemFailure.class)
                .hasMessageMatching("(?s)(" + doing + "|open repository ).*No space left on device.*");
    }

    @ParameterizedTest
    @EnumSource
    void backup_intoNoRepository_makesAllOfItOrBegins(Scarce scarce) throws IOException {
        int failures = disk.tryWithMoreAndMore(scarce, world::backup, (failure, left) -> {
            assertTold(failure, "back up");
            assertNothingHalf(List.of("berth-repository", "lock"));
        });
        assertThat(failures).isGreaterThan(5);
        assertWhole(1);
    }

    /** A pack that the index tells of is of use to the next backup, and may be to another one already. */
    private void assertNothingHalf(List<String> before) {
        List<String> more =
                files().stream().filter(file -> !before.contains(file)).toList();
        assertThat(more).allMatch(file -> file.startsWith("packs/") || file.startsWith("index/"));
        assertThat(more.stream().map(file -> file.substring(0, file.indexOf('/'))))
                .isIn(List.of(), List.of("index", "packs"));
    }

    private void assertWhole(int backups) throws IOException {
        List<BackupInfo> all = world.backups().list(world.repository());
        assertThat(all).hasSize(backups);
        assertThat(world.backups().verify(world.repository()).problems()).isEmpty();
        assertThat(Trees.difference(world.data(), world.restored(all.get(backups - 1))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void backup_intoARepository_leavesItAsItWas(Scarce scarce) throws IOException {
        world.backup();
        change(50);
        List<String> before = files();
        int failures = disk.tryWithMoreAndMore(scarce, world::backup, (failure, left) -> {
            assertTold(failure, "back up");
            assertThat(files()).containsAll(before);
            assertNothingHalf(before);
            assertThat(world.backups().list(world.repository())).hasSize(1);
            assertThat(world.backups().verify(world.repository()).problems()).isEmpty();
        });
        assertThat(failures).isGreaterThan(3);
        assertWhole(2);
    }

    /** Who wants to know what there is, or to have it, needs no space for that. */
    @ParameterizedTest
    @EnumSource
    void reading_fullDisk_works(Scarce scarce) throws IOException {
        BackupInfo backup = world.backup();
        int failures = disk.tryWithMoreAndMore(
                scarce,
                () -> {
                    try {
                        assertWhole(1);
                    } catch (IOException failure) {
                        throw new IllegalStateException(failure);
                    }
                    assertThat(world.backups().find(world.repository(), backup.id()))
                            .isEqualTo(backup);
                    world.backups().forget(world.repository(), forget(false, backup.id()));
                },
                (failure, left) -> {
                    throw failure;
                });
        assertThat(failures).isZero();
        assertThat(world.backups().list(world.repository())).isEmpty();
    }

    private static ForgetRequest forget(boolean prune, String... ids) {
        return new ForgetRequest(List.of(ids), Optional.empty(), 0, 0, 0, 0, prune, false);
    }

    /** The first backup's pack has little that the second needs, which is copied before the pack is deleted. */
    @ParameterizedTest
    @EnumSource
    void prune_whatMustBeCopied_leavesWhatIsNeededOnce(Scarce scarce) throws IOException {
        String first = world.backup().id();
        Files.delete(world.data().resolve("large"));
        change(50);
        BackupInfo second = world.backup();
        world.backups().forget(world.repository(), forget(false, first));
        List<String> before = files();
        int failures = disk.tryWithMoreAndMore(
                scarce, () -> world.backups().forget(world.repository(), forget(true)), (failure, left) -> {
                    assertTold(failure, "forget backups in ");
                    assertThat(failure).hasMessageContaining("is not freed");
                    assertThat(files()).isEqualTo(before);
                    assertThat(world.backups().list(world.repository())).containsExactly(second);
                    assertThat(world.backups().verify(world.repository()).problems())
                            .isEmpty();
                });
        assertThat(failures).isPositive();
        assertWhole(1);
        assertThat(FreeSpace.of(world.repository()).bytes()).isGreaterThan((64L << 20) - 180_000);
    }

    /** What nobody needs any more makes room for what must be copied. */
    @Test
    void prune_wholePacks_areFreedFirst() throws IOException {
        change(100);
        String large = world.backup().id();
        Trees.shell(world.data(), "head -c 400000 /dev/urandom > doomed");
        String doomed = world.backup().id();
        Trees.shell(world.data(), "rm doomed large");
        world.backup();
        world.backups().forget(world.repository(), forget(false, large, doomed));
        int failures = disk.tryWithMoreAndMore(
                Scarce.PAGES, () -> world.backups().forget(world.repository(), forget(true)), (failure, left) -> {});
        assertThat(failures).isLessThan(5);
        assertWhole(1);
    }
}
