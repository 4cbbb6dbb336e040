package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.FreeSpace;
import dev.berth.linux.testing.SmallDisk;
import dev.berth.linux.testing.SmallDisk.Scarce;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.BackupSource;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.LocalBackups;
import dev.berth.volume.backup.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk of the volumes is full at each step, one after the other: there is the old data and nothing beside it, and it is
 * said what could not be done; with enough room there is all of the new.
 */
class VolumeDiskFullIT {
    /** What the engine says after what it was asked for. */
    private static final String RESTORING = "(restore backup |create |replace data of volume vol: )";

    @TempDir
    private Path temporary;

    private SmallDisk disk;
    private LocalVolumeDriver driver;
    private Path source;

    @BeforeEach
    void makeVolumes() throws IOException {
        disk = new SmallDisk(temporary.resolve("small"));
        driver = LocalVolumeDriver.open(new DriverHome(disk.place().resolve("data"), temporary.resolve("run")));
        driver.create("vol", Map.of());
        driver.create("empty", Map.of());
        Trees.shell(
                driver.path("vol").orElseThrow(),
                "chmod 1711 .; mkdir -p a old; head -c 9000 /dev/urandom > old/file; echo old > a/file; ln a/file b");
        source = Files.createDirectory(temporary.resolve("source"));
        Trees.shell(
                source,
                "mkdir -p a/b c; head -c 20000 /dev/urandom > a/file; ln a/file a/b/linked; mkfifo c/fifo; echo s > c/small;"
                        + " ln -s \"$(printf 'x%.0s' $(seq 300))\" link; truncate -s 1M sparse; echo end >> sparse;"
                        + " setfattr -n trusted.note -v \"$(printf 'v%.0s' $(seq 2000))\" c/small; chmod 2750 a");
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    /** Everything on the disk, with content and attributes. */
    private List<String> state() {
        try (Stream<Path> files = Files.walk(disk.place())) {
            return files.map(this::state).sorted().toList();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String state(Path file) {
        FileStatus status = FileCalls.status(file);
        String name = disk.place().relativize(file) + " " + status.inode() + " " + status.mode() + " " + status.links();
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? name + " " + status.modified() + " " + Arrays.hashCode(Files.readAllBytes(file))
                    : name;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @param doing a pattern of what each failure says */
    private void assertOldOrNew(Scarce scarce, int least, Runnable attempt, String doing) {
        List<String> old = state();
        int failures = disk.tryWithMoreAndMore(scarce, attempt, (failure, left) -> {
            assertThat(failure)
                    .isInstanceOf(SystemFailure.class)
                    .hasMessageMatching("(?s)" + doing + ".*No space left on device.*");
            assertThat(state()).isEqualTo(old);
            assertThat(left).isEqualTo(new FreeSpace(0, 0));
        });
        assertThat(failures).isGreaterThanOrEqualTo(least);
    }

    private static int least(Scarce scarce) {
        return scarce == Scarce.FILES ? 8 : 6;
    }

    private void assertFilled(String volume) {
        Path data = driver.path(volume).orElseThrow();
        assertThat(Trees.difference(source, data)).isEmpty();
        assertThat(Trees.shell(data.getParent(), "ls -A")).isEqualTo("_data\nopts.json\n");
    }

    @ParameterizedTest
    @EnumSource
    void create_whole(Scarce scarce) {
        Map<String, String> secret = Map.of("type", "cifs", "device", "//h/s", "o", "password=x");
        driver.create("first", secret);
        assertOldOrNew(scarce, 2, () -> driver.create("new", secret), "create volume directory .*/volumes/new: ");
        assertThat(LocalVolumeDriver.open(new DriverHome(disk.place().resolve("data"), temporary.resolve("run")))
                        .list())
                .hasSize(4);
    }

    /** The key is what all other options with passwords are read by. */
    @ParameterizedTest
    @EnumSource
    void create_firstSecret_leavesNoHalfKey(Scarce scarce) {
        Map<String, String> secret = Map.of("type", "cifs", "device", "//h/s", "o", "password=x");
        Path key = disk.place().resolve("data/volume-options.key");
        disk.tryWithMoreAndMore(scarce, () -> driver.create("new", secret), (failure, left) -> {
            assertThat(key.resolveSibling("volume-options.key.new")).doesNotExist();
            if (Files.exists(key)) {
                assertThat(key).hasSize(32);
            }
        });
        driver.create("new", secret);
    }

    @ParameterizedTest
    @EnumSource
    void copyUp_emptyOrWhole(Scarce scarce) {
        assertOldOrNew(
                scarce, least(scarce), () -> driver.copyUp("empty", source), "copy up to .*/volumes/empty/_data: ");
        assertFilled("empty");
    }

    @ParameterizedTest
    @EnumSource
    void restoreInPlace_oldOrNew(Scarce scarce) {
        String id = backup();
        assertOldOrNew(scarce, least(scarce), () -> driver.replace("vol", restore(id)), RESTORING);
        assertFilled("vol");
    }

    @ParameterizedTest
    @EnumSource
    void restoreInPlaceWhileMounted_oldOrNew(Scarce scarce) {
        String id = backup();
        driver.mount("vol", "container");
        long inode = FileCalls.status(driver.path("vol").orElseThrow()).inode();
        assertOldOrNew(
                scarce, least(scarce), () -> driver.replaceMounted("vol", restore(id), Runnable::run), RESTORING);
        assertFilled("vol");
        assertThat(FileCalls.status(driver.path("vol").orElseThrow()).inode()).isEqualTo(inode);
    }

    private String backup() {
        BackupSource volume = new BackupSource("vol", "local", Map.of(), Map.of(), source);
        BackupRequest request =
                new BackupRequest(temporary.resolve("repository"), List.of(volume), Map.of(), false, false);
        return new LocalBackups()
                .backup(request, cut -> {
                    cut.run();
                    return WriterFreeze.Outcome.IDLE;
                })
                .get(0)
                .id();
    }

    private Consumer<Path> restore(String id) {
        return place -> new LocalBackups().restore(temporary.resolve("repository"), id, place);
    }
}
