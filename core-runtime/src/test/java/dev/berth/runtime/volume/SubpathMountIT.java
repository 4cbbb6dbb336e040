package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.MountTable;
import dev.berth.plugin.EngineException.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of volumes, which are pinned by mounts; the tests take them off again. */
class SubpathMountIT {
    @TempDir
    Path temporary;

    private VolumeWorld world;
    private Path data;

    @BeforeEach
    void openWorld() throws IOException {
        world = new VolumeWorld(temporary);
        data = Path.of(world.service.create("v1", "", Map.of(), Map.of()).mountpoint());
        Files.writeString(Files.createDirectories(data.resolve("a/b")).resolve("file"), "x");
    }

    @AfterEach
    void closeWorld() {
        world.service.unmount("c1");
        world.close();
    }

    private void create(String subpath) {
        world.create(
                "c1",
                "{'Mounts':[{'Type':'volume','Source':'v1','Target':'/t','VolumeOptions':{'Subpath':'" + subpath
                        + "'}}]}");
    }

    @Test
    void directory_isPinnedUntilUnmount() throws IOException {
        Files.createSymbolicLink(data.resolve("link"), Path.of("/a/b"));
        create("link");
        Path pin = world.service.mount("c1").get(0).source();
        assertThat(world.service.mount("c1").get(0).source()).isEqualTo(pin);
        assertThat(pin.resolve("file")).hasContent("x");
        Files.delete(data.resolve("link"));
        Files.createSymbolicLink(data.resolve("link"), temporary);
        assertThat(pin.resolve("file")).hasContent("x");
        world.service.unmount("c1");
        assertThat(MountTable.isMountPoint(pin)).isFalse();
        assertThat(pin).doesNotExist();
    }

    @Test
    void file_canBeMounted() {
        create("a/b/file");
        assertThat(world.service.mount("c1").get(0).source()).isRegularFile().hasContent("x");
    }

    @Test
    void missingOrLeadingOut_isNotFoundAndHoldsNothing() throws IOException {
        Files.createSymbolicLink(data.resolve("out"), temporary);
        create("out/state.db");
        assertThatThrownBy(() -> world.service.mount("c1"))
                .isInstanceOf(NotFound.class)
                .hasMessage("cannot access path " + data + "/out/state.db: No such file or directory");
        assertThat(world.local.holders.get("v1")).isEmpty();
    }
}
