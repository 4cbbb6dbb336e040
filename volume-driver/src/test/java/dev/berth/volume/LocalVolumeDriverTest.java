package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeDriverContract;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalVolumeDriverTest extends VolumeDriverContract {
    @TempDir
    Path temporary;

    private DriverHome home;
    private LocalVolumeDriver driver;

    @BeforeEach
    void openDriver() {
        home = new DriverHome(temporary.resolve("data"), temporary.resolve("run"));
        driver = LocalVolumeDriver.open(home);
    }

    @Override
    protected VolumeDriver driver() {
        return driver;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "-a", "a/b", "a b", "\u00e4bc", "..", "a\nb"})
    void create_badName_hasDockersText(String name) {
        assertThatThrownBy(() -> driver.create(name, Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage("\"" + name + "\" includes invalid characters for a local volume name, only"
                        + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use"
                        + " absolute path");
    }

    @Test
    void create_oneCharacter_isTooShort() {
        assertThatThrownBy(() -> driver.create("a", Map.of()))
                .hasMessage("volume name is too short, names should be at least two alphanumeric characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {254, 255})
    void create_longestName_works(int length) {
        driver.create("n".repeat(length), Map.of());
        assertThat(driver.list()).hasSize(1);
        assertThatThrownBy(() -> driver.create("n".repeat(256), Map.of())).isInstanceOf(InvalidParameter.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=x|invalid option: \"foo\"",
                "type=tmpfs|missing required option: \"device\"",
                "device=tmpfs|missing required option: \"type\"",
                "o=ro|missing required option: \"device\"",
                "type=cifs;device=//host:445/share|port not allowed in CIFS device URL, include 'port' in 'o='",
                "size=1g|quota size requested but no quota support"
            })
    void create_badOption_hasDockersText(String option, String message) {
        Map<String, String> options = Arrays.stream(option.split(";"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        assertThatThrownBy(() -> driver.create("data", options))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage(message);
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void create_otherOptions_isAConflict() {
        driver.create("data", Map.of());
        Map<String, String> tmpfs = Map.of("type", "tmpfs", "device", "tmpfs");
        assertThatThrownBy(() -> driver.create("data", tmpfs)).isInstanceOf(Conflict.class);
    }

    @Test
    void get_unknown_isNotFound() {
        assertThatThrownBy(() -> driver.get("nothing")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> driver.get("..")).isInstanceOf(NotFound.class);
    }

    @Test
    void restart_knowsVolumesAndHolders() throws IOException {
        driver.create("data", Map.of());
        Files.writeString(driver.mount("data", "holder").resolve("file"), "x");
        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        assertThat(next.path("data").orElseThrow().resolve("file")).hasContent("x");
        assertThatThrownBy(() -> next.remove("data")).isInstanceOf(Conflict.class);
        next.unmount("data", "holder");
        next.remove("data");
        assertThat(home.data().resolve("volumes")).isEmptyDirectory();
    }

    @Test
    void restart_halfMadeAndHalfDeleted_areGone() throws IOException {
        Path volumes = home.data().resolve("volumes");
        Files.writeString(
                Files.createDirectories(volumes.resolve(".tmp-1-2/_data")).resolve("file"), "x");
        Files.createDirectory(volumes.resolve("foreign"));
        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        assertThat(next.list()).isEmpty();
        assertThat(volumes.resolve(".tmp-1-2")).doesNotExist();
        assertThat(volumes.resolve("foreign")).exists();
    }

    @Test
    void remove_linkInTheVolume_isNotFollowed() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside"), "kept");
        Path directory = Files.createDirectory(temporary.resolve("directory"));
        Files.writeString(directory.resolve("file"), "kept");
        driver.create("data", Map.of());
        Path data = driver.path("data").orElseThrow();
        Files.createSymbolicLink(data.resolve("file"), outside);
        Files.createSymbolicLink(data.resolve("dir"), directory);
        driver.remove("data");
        assertThat(outside).hasContent("kept");
        assertThat(directory.resolve("file")).hasContent("kept");
    }

    @Test
    void copyUp_fiftyAtOnce_oneFillsAndAllSeeTheWholeTree() throws Exception {
        Path image = Files.createDirectory(temporary.resolve("image"));
        for (int i = 0; i < 40; i++) {
            Files.writeString(
                    Files.createDirectories(image.resolve("d" + i % 7)).resolve("f" + i), "content " + i);
        }
        driver.create("data", Map.of());
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                results.add(pool.submit(() -> {
                    boolean filled = driver.copyUp("data", image);
                    for (int file = 0; file < 40; file++) {
                        assertThat(driver.path("data").orElseThrow().resolve("d" + file % 7 + "/f" + file))
                                .hasContent("content " + file);
                    }
                    return filled;
                }));
            }
            int filled = 0;
            for (Future<Boolean> result : results) {
                filled += result.get() ? 1 : 0;
            }
            assertThat(filled).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void copyUp_volumeWithContent_staysAsItIs() throws IOException {
        Path image = Files.createDirectory(temporary.resolve("image"));
        Files.writeString(image.resolve("file"), "image");
        driver.create("data", Map.of());
        Files.writeString(driver.path("data").orElseThrow().resolve("own"), "x");
        assertThat(driver.isFilled("data")).isTrue();
        assertThat(driver.copyUp("data", image)).isFalse();
        assertThat(driver.path("data").orElseThrow().resolve("file")).doesNotExist();
        driver.create("empty", Map.of());
        assertThat(driver.isFilled("empty")).isFalse();
    }

    @Test
    void password_liesEncryptedAndIsForTheMountAlone() throws IOException {
        Map<String, String> options =
                Map.of("type", "cifs", "device", "//127.0.0.1/share", "o", "username=u,password=hunter2");
        driver.create("share", options);
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("hunter2");
                assertThat(FileCalls.status(file).permissions())
                        .as(file.toString())
                        .isEqualTo(0600);
            }
        }
        // The same options are no conflict, another password is.
        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        next.create("share", options);
        Map<String, String> other =
                Map.of("type", "cifs", "device", "//127.0.0.1/share", "o", "username=u,password=other");
        assertThatThrownBy(() -> next.create("share", other)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> next.mount("share", "one"))
                .hasMessageContaining("password=********")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hunter2"));
        next.remove("share");
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void damagedOptions_keepNoOtherVolume() throws IOException {
        driver.create("good", Map.of());
        driver.create("bad", Map.of());
        Files.writeString(home.data().resolve("volumes/bad/opts.json"), "{");
        LocalVolumeDriver next = LocalVolumeDriver.open(home);
        next.mount("good", "one");
        assertThatThrownBy(() -> next.mount("bad", "one")).hasMessageContaining("opts.json");
        next.unmount("good", "one");
    }
}
