package dev.berth.runtime.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as it was packaged: quick because its classes come from the archive, and few. */
class ArchiveIT {
    @TempDir
    Path directory;

    /** Lines of the JVM's log of loaded classes: name, then {@code source: ...}. */
    private List<String> classesLoadedBy(String... words) throws Exception {
        Path log = directory.resolve("classes");
        Path root = Path.of("").toAbsolutePath().getParent();
        ProcessBuilder builder = new ProcessBuilder(root.resolve("berth").toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("BERTH_BUILD", "no");
        builder.environment().put("BERTH_HOST", "unix://" + directory.resolve("s"));
        builder.environment().put("BERTH_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(this::output).isZero();
        return Files.readAllLines(log);
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void ps_packaged_takesItsClassesFromTheArchive() throws Exception {
        try (CannedEngine engine = CannedEngine.start(
                directory.resolve("s"), request -> CannedEngine.json(200, "[{\"Id\":\"0123456789abcdef\"}]"))) {
            List<String> classes = classesLoadedBy("ps");
            assertThat(engine.requests()).hasSize(1);
            assertThat(classes)
                    .anyMatch(line -> line.contains("dev.berth.runtime.cli.container.PsCommand source: shared"));
            assertThat(classes).anyMatch(line -> line.contains("picocli.CommandLine source: shared"));
            // hidden classes of lambdas cannot all be archived; every named class of ours and of libraries can
            assertThat(classes.stream()
                            .filter(line -> line.contains(" source: file:") || line.contains(" source: jar:")))
                    .isEmpty();
        }
    }

    @Test
    void ps_packaged_leavesTheEnginesLibrariesAlone() throws Exception {
        try (CannedEngine engine =
                CannedEngine.start(directory.resolve("s"), request -> CannedEngine.json(200, "[]"))) {
            List<String> classes = classesLoadedBy("ps");
            assertThat(engine.requests()).hasSize(1);
            assertThat(
                            classes.stream()
                                    .filter(
                                            line -> line.matches(
                                                    ".* (io\\.netty|dagger|org\\.sqlite|ch\\.qos\\.logback|org\\.slf4j|com\\.sun\\.jna)\\..*")))
                    .isEmpty();
        }
    }

    @Test
    void ps_packaged_makesNextToNoClassOnTheWay() throws Exception {
        try (CannedEngine engine =
                CannedEngine.start(directory.resolve("s"), request -> CannedEngine.json(200, "[]"))) {
            List<String> classes = classesLoadedBy("ps");
            assertThat(engine.requests()).hasSize(1);
            // javac's usual way of joining strings makes some 30
            assertThat(classes.stream().filter(line -> line.contains("LambdaForm$MH/")))
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void lessCommonCommand_packaged_takesItsClassesFromTheArchive() throws Exception {
        try (CannedEngine engine =
                CannedEngine.start(directory.resolve("s"), request -> CannedEngine.json(200, "[]"))) {
            List<String> classes = classesLoadedBy("volume", "backups");
            assertThat(engine.requests()).hasSize(1);
            assertThat(classes.stream().filter(line -> line.contains("dev.berth.") && line.contains(" source: file:")))
                    .isEmpty();
        }
    }

    @Test
    void daemon_packaged_takesItsClassesFromTheArchive() throws Exception {
        Path config = Files.writeString(directory.resolve("daemon.json"), "{}");
        List<String> classes = classesLoadedBy("daemon", "--validate", "--config-file", config.toString());

        assertThat(classes).anyMatch(line -> line.contains("cli.daemon.DaemonCommand source: shared"));
        assertThat(classes).anyMatch(line -> line.contains("picocli.CommandLine source: shared"));
        assertThat(classes.stream().filter(line -> line.contains(" source: file:") || line.contains(" source: jar:")))
                .isEmpty();
    }
}
