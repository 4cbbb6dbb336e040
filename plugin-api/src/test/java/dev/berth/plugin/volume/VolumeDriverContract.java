package dev.berth.plugin.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every volume driver must do, in process or behind a socket; what a wire does not carry (the kind of a failure)
 * is not asked for.
 */
public abstract class VolumeDriverContract {
    /** The driver under test: one per test, without volumes. */
    protected abstract VolumeDriver driver();

    @Test
    void create_newName_canBeFoundAndListed() {
        driver().create("data", Map.of());
        assertThat(driver().get("data").name()).isEqualTo("data");
        assertThat(driver().list()).extracting(VolumeInfo::name).containsExactly("data");
    }

    @Test
    void create_again_keepsTheContent() throws IOException {
        driver().create("data", Map.of());
        Files.writeString(driver().mount("data", "one").resolve("file"), "kept");
        driver().create("data", Map.of());
        assertThat(driver().mount("data", "two").resolve("file")).hasContent("kept");
    }

    @Test
    void create_badName_isRefused() {
        assertThatThrownBy(() -> driver().create("../escape", Map.of())).isInstanceOf(EngineException.class);
        assertThat(driver().list()).isEmpty();
    }

    @Test
    void get_unknownName_fails() {
        assertThatThrownBy(() -> driver().get("nothing")).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> driver().mount("nothing", "id")).isInstanceOf(EngineException.class);
    }

    @Test
    void remove_takesItAway_andTwiceIsHarmless() {
        driver().create("data", Map.of());
        driver().remove("data");
        assertThat(driver().list()).isEmpty();
        assertThatCode(() -> driver().remove("data")).doesNotThrowAnyException();
    }

    @Test
    void remove_mounted_isRefusedUntilTheLastHolderIsGone() {
        driver().create("data", Map.of());
        driver().mount("data", "one");
        driver().mount("data", "one");
        driver().mount("data", "two");
        driver().unmount("data", "one");
        assertThatThrownBy(() -> driver().remove("data")).isInstanceOf(EngineException.class);
        driver().unmount("data", "two");
        driver().remove("data");
        assertThat(driver().list()).isEmpty();
    }

    @Test
    void mount_twoHolders_seeTheSamePlace() {
        driver().create("data", Map.of());
        Path one = driver().mount("data", "one");
        assertThat(one).isAbsolute().isDirectory();
        assertThat(driver().mount("data", "two")).isEqualTo(one);
        assertThat(driver().path("data")).contains(one);
    }

    @Test
    void unmount_unknown_isHarmless() {
        driver().create("data", Map.of());
        assertThatCode(() -> driver().unmount("data", "never")).doesNotThrowAnyException();
        assertThatCode(() -> driver().unmount("nothing", "never")).doesNotThrowAnyException();
    }

    @Test
    void volumes_ofDifferentNames_areApart() throws IOException {
        driver().create("one", Map.of());
        driver().create("two", Map.of());
        Files.writeString(driver().mount("one", "id").resolve("file"), "x");
        assertThat(driver().mount("two", "id")).isEmptyDirectory();
    }
}
