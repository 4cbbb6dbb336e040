package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.RenameMode;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data replaced in a directory that stays: after a crash anywhere, and after a failure, all is old or new. */
class ContentExchangeTest {
    @TempDir
    Path temporary;

    private DriverHome home;
    private LocalVolumeDriver driver;
    private VolumeDirectory directory;
    private List<String> old;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the process at its nth step. */
    private static final class Countdown implements Runnable {
        private int left;

        Countdown(int left) {
            this.left = left;
        }

        @Override
        public void run() {
            left--;
            if (left == 0) {
                throw new Killed();
            }
        }
    }

    @BeforeEach
    void makeVolume() throws IOException {
        home = new DriverHome(temporary.resolve("data"), temporary.resolve("run"));
        driver = LocalVolumeDriver.open(home);
        driver.create("vol", Map.of());
        Path data = driver.mount("vol", "container");
        fill(data, "old", List.of("a", "same", "z"));
        directory = new VolumeDirectory(data.getParent());
        old = tree(data);
    }

    private static void fill(Path data, String content, List<String> names) {
        try {
            for (String name : names) {
                Path child = Files.createDirectory(data.resolve(name));
                Files.writeString(child.resolve("file"), content);
            }
            Files.writeString(data.resolve("plain"), content);
            FileCalls.chmod(data, content.equals("new") ? 02750 : 0711);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void fillNew(Path data) {
        fill(data, "new", List.of("b", "same"));
    }

    private static List<String> tree(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.map(file -> data.relativize(file)
                            + " " + Integer.toOctalString(FileCalls.status(file).permissions()) + " "
                            + (Files.isRegularFile(file) ? content(file) : ""))
                    .sorted()
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("_data", "opts.json");
        }
    }

    @Test
    void replaceMounted_whoHasTheDirectoryOpen_seesTheNewData() throws IOException {
        long inode = FileCalls.status(directory.data()).inode();
        int[] windows = {0};
        driver.replaceMounted("vol", ContentExchangeTest::fillNew, exchange -> {
            windows[0]++;
            exchange.run();
        });
        assertThat(windows[0]).isOne();
        assertThat(FileCalls.status(directory.data()).inode()).isEqualTo(inode);
        assertThat(FileCalls.status(directory.data()).permissions()).isEqualTo(02750);
        assertThat(directory.data().resolve("same/file")).hasContent("new");
        assertThat(directory.data().resolve("plain")).hasContent("new");
        assertThat(directory.data().resolve("a")).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void replaceMounted_fillingOrFreezingFails_hasTheOldData() throws IOException {
        assertThatThrownBy(() -> driver.replaceMounted(
                        "vol",
                        place -> {
                            throw new IllegalStateException("damaged");
                        },
                        Runnable::run))
                .hasMessage("damaged");
        assertThatThrownBy(() -> driver.replaceMounted("vol", ContentExchangeTest::fillNew, exchange -> {
                    throw new IllegalStateException("not frozen");
                }))
                .hasMessage("not frozen");
        assertThat(tree(directory.data())).isEqualTo(old);
        assertNothingIsLeft();
    }

    @Test
    void replaceMounted_newEntryCannotBeMovedIn_putsAllBack() throws IOException {
        assertThatThrownBy(() -> driver.replaceMounted("vol", ContentExchangeTest::fillNew, exchange -> {
                    // The new data's place is gone, as if the disk failed.
                    FileCalls.rename(directory.replacement(), temporary.resolve("lost"), RenameMode.NO_REPLACE);
                    exchange.run();
                }))
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining("replace data of volume vol: ");
        assertThat(tree(directory.data())).isEqualTo(old);
    }

    @Test
    void exchange_killedAfterEachStep_nextStartHasAllOfTheNewData() throws IOException {
        LocalVolumeDriver reference =
                LocalVolumeDriver.open(new DriverHome(temporary.resolve("reference"), temporary.resolve("run2")));
        reference.create("vol", Map.of());
        reference.replace("vol", ContentExchangeTest::fillNew);
        List<String> wanted = tree(reference.path("vol").orElseThrow());
        boolean killed = true;
        int steps = 0;
        for (; killed; steps++) {
            driver.create("other" + steps, Map.of());
            fill(driver.path("other" + steps).orElseThrow(), "old", List.of("a", "same"));
            VolumeDirectory victim = new VolumeDirectory(home.data().resolve("volumes/other" + steps));
            victim.makeReplacement();
            fillNew(victim.replacement());
            ContentExchange exchange = new ContentExchange(victim, new Countdown(steps + 1));
            exchange.prepare();
            killed = isKilled(exchange);
            LocalVolumeDriver.open(home);
            assertThat(tree(victim.data())).as("step " + steps).isEqualTo(wanted);
            assertThat(victim.path().toFile().list()).containsExactlyInAnyOrder("_data", "opts.json");
        }
        assertThat(steps).isGreaterThan(8);
    }

    private static boolean isKilled(ContentExchange exchange) {
        try {
            exchange.run();
            return false;
        } catch (Killed dead) {
            return true;
        }
    }
}
