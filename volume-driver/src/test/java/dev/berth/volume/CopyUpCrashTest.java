package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.DriverHome;
import dev.berth.volume.CopyUpSteps.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon dies after each step; the next one starts on what is left. */
class CopyUpCrashTest {
    @TempDir
    Path temporary;

    private DriverHome home;
    private Path image;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void makeImage() throws IOException {
        home = new DriverHome(temporary.resolve("data"), temporary.resolve("run"));
        image = Files.createDirectory(temporary.resolve("image"));
        for (String directory : List.of("a", "b", "c")) {
            Files.createDirectory(image.resolve(directory));
            for (int i = 0; i < 3; i++) {
                Files.writeString(image.resolve(directory + "/file" + i), directory + i);
            }
        }
        FileCalls.chmod(image, 0710);
        FileCalls.setTimes(image, Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1000, 5));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void copyUp_killedAfterStep_nextStartHasAllOrNothing(Step last) throws IOException {
        LocalVolumeDriver.open(home).create("data", java.util.Map.of());
        LocalVolumeDriver dying = LocalVolumeDriver.open(home, step -> {
            if (step == last) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> dying.copyUp("data", image)).isInstanceOf(Killed.class);

        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        Path data = next.path("data").orElseThrow();
        List<String> found = tree(data);
        assertThat(found).isIn(List.of(), tree(image));
        boolean filledNow = next.copyUp("data", image);
        assertThat(filledNow).isEqualTo(found.isEmpty());
        assertThat(tree(data)).isEqualTo(tree(image));
        assertThat(FileCalls.status(data).permissions()).isEqualTo(0710);
        assertThat(FileCalls.status(data).modified()).isEqualTo(Instant.ofEpochSecond(1000, 5));
        try (Stream<Path> left = Files.list(data.getParent())) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("_data", "opts.json");
        }
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
