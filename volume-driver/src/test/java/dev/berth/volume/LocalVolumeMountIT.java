package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.MountTable;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.Xattrs;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes that are mounts, and what only root may copy. Everything mounted is unmounted by the test that did it. */
class LocalVolumeMountIT {
    @TempDir
    Path temporary;

    private DriverHome home;
    private LocalVolumeDriver driver;

    @BeforeEach
    void openDriver() {
        home = new DriverHome(temporary.resolve("data"), temporary.resolve("run"));
        driver = LocalVolumeDriver.open(home);
    }

    @AfterEach
    void unmountAll() {
        driver.list().forEach(volume -> {
            driver.unmount(volume.name(), "one");
            driver.unmount(volume.name(), "two");
        });
    }

    @Test
    void tmpfs_isMountedForTheFirstHolderAndUnmountedForTheLast() throws IOException {
        driver.create("memory", Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m,mode=0750,noexec"));
        Path data = driver.path("memory").orElseThrow();
        assertThat(MountTable.isMountPoint(data)).isFalse();
        driver.mount("memory", "one");
        driver.mount("memory", "two");
        Files.writeString(data.resolve("file"), "x");
        assertThat(FileCalls.status(data).permissions()).isEqualTo(0750);
        driver.unmount("memory", "one");
        assertThat(MountTable.isMountPoint(data)).isTrue();
        assertThat(LocalVolumeDriver.open(home).mount("memory", "two").resolve("file"))
                .hasContent("x");
        driver.unmount("memory", "two");
        assertThat(MountTable.isMountPoint(data)).isFalse();
        driver.remove("memory");
    }

    @Test
    void bind_showsTheDeviceAndRemovalLeavesItsData() throws IOException {
        Path device = Files.createDirectory(temporary.resolve("device"));
        Files.writeString(device.resolve("file"), "kept");
        driver.create("bound", Map.of("type", "none", "device", device.toString(), "o", "bind,ro"));
        Path data = driver.mount("bound", "one");
        assertThat(data.resolve("file")).hasContent("kept");
        assertThatThrownBy(() -> Files.writeString(data.resolve("new"), "x")).isInstanceOf(IOException.class);
        driver.unmount("bound", "one");
        driver.remove("bound");
        assertThat(device.resolve("file")).hasContent("kept");
    }

    @Test
    void mount_missingDevice_saysWhyAndLeavesNoHolder() {
        driver.create("bad", Map.of("type", "none", "device", temporary + "/nothing", "o", "bind"));
        assertThatThrownBy(() -> driver.mount("bad", "one"))
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining("error while mounting volume '")
                .hasMessageContaining("failed to mount local volume: mount " + temporary + "/nothing:")
                .hasMessageContaining(", flags: 0x1000")
                .hasMessageContaining("no such file or directory");
        driver.remove("bad");
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void copyUp_intoAMountedVolume_stagesInsideIt() throws IOException {
        Path device = Files.createDirectory(temporary.resolve("device"));
        Path image = Files.createDirectory(temporary.resolve("image"));
        Files.writeString(Files.createDirectory(image.resolve("sub")).resolve("file"), "x");
        driver.create("bound", Map.of("type", "none", "device", device.toString(), "o", "bind"));
        assertThat(driver.copyUp("bound", image)).isTrue();
        assertThat(device.resolve("sub/file")).hasContent("x");
        assertThat(device).isDirectoryNotContaining("glob:**.berth-staging");
        assertThat(MountTable.isMountPoint(driver.path("bound").orElseThrow())).isFalse();
    }

    @Test
    void copyUp_keepsOwnersDevicesAndAttributes() {
        Path image = temporary.resolve("image");
        try {
            Files.createDirectory(image);
            Files.writeString(image.resolve("file"), "x");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        FileCalls.mknod(image.resolve("null"), FileCalls.S_IFCHR | 0666, FileStatus.device(1, 3));
        FileCalls.lchown(image.resolve("file"), 3_000_000, 42);
        Xattrs.set(image.resolve("file"), "trusted.berth", "v".getBytes(StandardCharsets.US_ASCII));
        FileCalls.lchown(image, 7, 8);
        driver.create("data", Map.of());
        driver.copyUp("data", image);
        Path data = driver.path("data").orElseThrow();
        assertThat(FileCalls.status(data).owner()).isEqualTo(7);
        assertThat(FileCalls.status(data.resolve("file")).owner()).isEqualTo(3_000_000);
        assertThat(FileCalls.status(data.resolve("file")).group()).isEqualTo(42);
        assertThat(FileCalls.status(data.resolve("null")).special()).isEqualTo(FileStatus.device(1, 3));
        assertThat(Xattrs.get(data.resolve("file"), "trusted.berth")).isPresent();
    }

    @Test
    void mount_hostThatIsNotKnown_isSaid() {
        driver.create("nfs", Map.of("type", "nfs", "device", ":/x", "o", "addr=no.such.host.invalid,rw"));
        assertThatThrownBy(() -> driver.mount("nfs", "one"))
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining(
                        "error resolving passed in network volume address: lookup no.such.host.invalid: no such host");
    }

    /** Killed among the moves into a volume that is a mount: the next mount of it ends them. */
    @ParameterizedTest
    @EnumSource(
            value = CopyUpSteps.Step.class,
            names = {"COMPLETE_MARKED", "FIRST_ENTRY_MOVED", "ALL_MOVED", "ROOT_DRESSED"})
    void copyUp_killedInsideAMountedVolume_isEndedByTheNextMount(CopyUpSteps.Step last) throws IOException {
        Path device = Files.createDirectory(temporary.resolve("device"));
        Path image = Files.createDirectory(temporary.resolve("image"));
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(image.resolve(name), name);
        }
        driver.create("bound", Map.of("type", "none", "device", device.toString(), "o", "bind"));
        LocalVolumeDriver dying = LocalVolumeDriver.open(home, step -> {
            if (step == last) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> dying.copyUp("bound", image)).isInstanceOf(Killed.class);
        Mounts.unmount(driver.path("bound").orElseThrow(), true);

        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        Path data = next.mount("bound", "one");
        assertThat(data.toFile().list()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(next.copyUp("bound", image)).isFalse();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
