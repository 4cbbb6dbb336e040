package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.volume.backup.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copy-up of what is strange, and on a disk that becomes full. What is mounted is unmounted by the test that did it. */
class CopyUpFaultsIT {
    @TempDir
    private Path temporary;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = Files.createDirectory(temporary.resolve("image"));
    }

    private LocalVolumeDriver driver(Path data) {
        return LocalVolumeDriver.open(new DriverHome(data, temporary.resolve("run")));
    }

    /** The volume's data after a copy-up of the image. */
    private Path copied() {
        LocalVolumeDriver driver = driver(temporary.resolve("data"));
        driver.create("vol", Map.of());
        assertThat(driver.copyUp("vol", image)).isTrue();
        return driver.path("vol").orElseThrow();
    }

    @Test
    void diskFull_leavesTheVolumeEmptyAndNothingBesideIt() throws IOException {
        Path small = Files.createDirectory(temporary.resolve("small"));
        Trees.shell(image, "for i in $(seq 200); do head -c 20000 /dev/urandom > f$i; done");
        Mounts.tmpfs(small, "size=2m");
        try {
            LocalVolumeDriver driver = driver(small);
            driver.create("vol", Map.of());
            assertThatThrownBy(() -> driver.copyUp("vol", image))
                    .isInstanceOf(SystemFailure.class)
                    .hasMessageContaining("copy up to " + small + "/volumes/vol/_data")
                    .hasMessageContaining("No space left on device");
            Path data = driver.path("vol").orElseThrow();
            assertThat(data).isEmptyDirectory();
            assertThat(Trees.shell(data.getParent(), "ls")).isEqualTo("_data\nopts.json\n");
            Trees.shell(image, "ls | tail -n 150 | xargs rm");
            assertThat(driver.copyUp("vol", image)).isTrue();
            assertThat(Trees.difference(image, data)).isEmpty();
        } finally {
            Mounts.unmount(small, true);
        }
    }

    @Test
    void namesKindsAndAttributesOfEverySort_areCopied() {
        Trees.everything(image);
        assertThat(Trees.difference(image, copied())).isEmpty();
    }

    @Test
    void sparseFileOf100Gigabytes_takesNoSpaceAndNoTime() {
        Trees.shell(
                image,
                "truncate -s 100G big; printf middle | dd of=big bs=1 seek=50000000000 conv=notrunc status=none");
        Path data = copied();
        assertThat(Trees.shell(
                        data,
                        "stat -c %s big; test $(stat -c %b big) -lt 1024 && echo sparse;"
                                + " dd if=big bs=1 skip=50000000000 count=6 status=none"))
                .isEqualTo("107374182400\nsparse\nmiddle");
    }

    @Test
    void manyFiles_areCopiedByTwoThreadsAsByOne() {
        Trees.shell(
                image,
                "for d in $(seq 20); do mkdir d$d; for f in $(seq 60); do echo $d $f > d$d/f$f; done; touch -d @1000$d d$d;"
                        + " done; head -c 3000000 /dev/urandom > d3/large; chmod 0500 d3");
        assertThat(Trees.difference(image, copied())).isEmpty();
    }

    @Test
    void pathsLongerThanThe4096ThatOneCallTakes_areCopiedWithTheirLinks() {
        String deep = "for i in $(seq 40); do d=$(printf 'd%.0s' $(seq 240)); mkdir -p $d; cd $d; done; ";
        Trees.shell(image, deep + "echo bottom > f; ln f g; touch -d 2001-01-01 . f");
        Path data = copied();
        String look = deep.replace("mkdir -p $d; ", "") + "cat f; stat -c '%y %h' . f g";
        assertThat(Trees.shell(data, look)).isEqualTo(Trees.shell(image, look));
        Trees.shell(temporary, "rm -rf image data");
    }
}
