package dev.berth.plugin.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryVolumesTest extends VolumeDriverContract {
    @TempDir
    Path place;

    private final List<String> done = new ArrayList<>();

    @Override
    protected VolumeDriver driver() {
        return volumes();
    }

    /** Another one each time: everything is on disk. */
    private DirectoryVolumes volumes() {
        return DirectoryVolumes.in(place.resolve("volumes"))
                .onCreate(volume -> done.add("create " + volume.options()))
                .onMount(volume -> done.add("mount " + volume.name()))
                .onUnmount(volume -> done.add("unmount " + volume.name()))
                .onRemove(volume -> done.add("remove " + volume.name()));
    }

    @Test
    void hooks_areRunOnceForWhatHappensOnce() {
        volumes().create("data", Map.of("size", "1"));
        volumes().create("data", Map.of("size", "1"));
        volumes().mount("data", "one");
        volumes().mount("data", "one");
        volumes().mount("data", "two");
        volumes().unmount("data", "one");
        volumes().unmount("data", "one");
        volumes().unmount("data", "two");
        volumes().remove("data");
        volumes().remove("data");

        assertThat(done).containsExactly("create {size=1}", "mount data", "unmount data", "remove data");
    }

    @Test
    void hook_thatFails_refusesTheCall_andNothingIsThere() throws IOException {
        DirectoryVolumes picky = DirectoryVolumes.in(place.resolve("volumes")).onCreate(volume -> {
            Files.writeString(volume.data().resolve("half"), "made");
            throw new IOException("no room");
        });

        assertThatThrownBy(() -> picky.create("data", Map.of()))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessage("create volume data: no room");
        assertThat(picky.list()).isEmpty();
        volumes().create("data", Map.of());
        assertThat(volumes().mount("data", "one")).isEmptyDirectory();
    }

    @Test
    void unmount_hookFails_keepsTheHolder() {
        volumes().create("data", Map.of());
        volumes().mount("data", "one");
        DirectoryVolumes busy = DirectoryVolumes.in(place.resolve("volumes")).onUnmount(volume -> {
            throw new IOException("busy");
        });

        assertThatThrownBy(() -> busy.unmount("data", "one")).hasMessage("unmount volume data: busy");
        assertThatThrownBy(() -> busy.remove("data")).isInstanceOf(EngineException.Conflict.class);
        volumes().unmount("data", "one");
        volumes().remove("data");
    }

    @Test
    void create_againWithOtherOptions_isRefused() {
        volumes().create("data", Map.of("a", "b"));

        assertThatThrownBy(() -> volumes().create("data", Map.of("a", "c")))
                .isInstanceOf(EngineException.Conflict.class);
    }
}
