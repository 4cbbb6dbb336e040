package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciRuntimesTest {
    @TempDir
    Path directory;

    @Test
    void get_configuredName_isThatProgram() {
        OciRuntimes runtimes =
                new OciRuntimes(Map.of("kata", "/opt/kata"), Optional.of("kata"), directory.resolve("root"));

        assertThat(runtimes.defaultName()).isEqualTo("kata");
        assertThat(runtimes.get(""))
                .isEqualTo(new OciRuntime("kata", Path.of("/opt/kata"), directory.resolve("root/kata")));
    }

    @Test
    void get_absolutePathOfAProgram_isTaken() throws IOException {
        Path program = Files.createFile(directory.resolve("mine"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        OciRuntimes runtimes = new OciRuntimes(Map.of(), Optional.of("runc"), directory.resolve("root"));

        assertThat(runtimes.get(program.toString()).program()).isEqualTo(program);
    }

    @Test
    void get_unknown_saysDockersWords() {
        OciRuntimes runtimes = new OciRuntimes(Map.of(), Optional.of("runc"), directory.resolve("root"));

        assertThatThrownBy(() -> runtimes.get("nope"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Unknown runtime specified nope");
    }

    @Test
    void crunObstacle_controllersOnTheV2SideOfAHybrid_isNamed() throws IOException {
        Path controllers = Files.writeString(directory.resolve("cgroup.controllers"), "hugetlb\n");

        assertThat(OciRuntimes.crunObstacle(controllers))
                .hasValueSatisfying(why -> assertThat(why).contains("hugetlb"));
    }

    @Test
    void crunObstacle_noneOrNoHybrid_isNone() throws IOException {
        Path controllers = Files.writeString(directory.resolve("cgroup.controllers"), "\n");

        assertThat(OciRuntimes.crunObstacle(controllers)).isEmpty();
        assertThat(OciRuntimes.crunObstacle(directory.resolve("absent"))).isEmpty();
    }

    @Test
    void failure_logOfTheRuntime_isItsLastError() throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(
                log,
                "{\"level\":\"warning\",\"msg\":\"odd\"}\n{\"level\":\"error\",\"msg\":\"first\"}\nnoise\n"
                        + "{\"level\":\"error\",\"msg\":\"exec: \\\"x\\\"\"}\n");

        assertThat(OciRuntime.failure(log)).contains("exec: \"x\"");
        assertThat(OciRuntime.failure(directory.resolve("absent"))).isEmpty();
    }
}
