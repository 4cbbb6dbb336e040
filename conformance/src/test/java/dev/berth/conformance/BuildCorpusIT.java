package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.BuildCase;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.ImagePrint;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Dockerfile of {@code builds/corpus.txt} gives the image, or the refusal, that {@code builds/expected.txt} says:
 * that is what dockerd made of it, and this runs on dockerd too. Where Berth differs on purpose
 * {@code builds/differences.txt} has what it makes, and docs/build.md why. What was found is left in
 * {@code target/builds-ENGINE.txt}, in the same form.
 */
@OnEngine
class BuildCorpusIT {
    private static final Map<String, List<String>> EXPECTED = BuildCase.sections("expected.txt");
    private static final Map<String, List<String>> DIFFERENCES = BuildCase.sections("differences.txt");

    static Stream<BuildCase> cases() {
        return BuildCase.all();
    }

    @AfterAll
    static void removeImages(Docker docker) {
        docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(name -> name.startsWith("own"))
                .forEach(name -> docker.run("rmi", "-f", name));
        docker.ok("image", "prune", "-f");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void build_dockerfile_givesWhatDockerdMakesOfIt(BuildCase each, Docker docker, Engine engine) throws IOException {
        List<String> found = print(each, docker);

        record(engine.kind(), each.name(), found);
        Map<String, List<String>> expected = new TreeMap<>(EXPECTED);
        if (engine.kind() == Engine.Kind.BERTH) {
            expected.putAll(DIFFERENCES);
        }
        assertThat(found).isEqualTo(expected.get(each.name()));
    }

    private static List<String> print(BuildCase each, Docker docker) throws IOException {
        Path context = docker.hostDirectory("context");
        Files.writeString(context.resolve("make.sh"), BuildCase.text("context.sh"));
        docker.onHost("sh", "-c", "cd " + context + " && sh make.sh && rm make.sh");
        Files.writeString(context.resolve("Dockerfile"), each.dockerfile());
        List<String> words = new ArrayList<>(List.of("build", "-t", "own/" + each.name()));
        each.flags()
                .forEach(flag -> words.add(
                        flag.equals("Other.dockerfile") ? context.resolve(flag).toString() : flag));
        words.add(context.toString());
        Result built = docker.run(words.toArray(String[]::new));
        if (built.exit() != 0) {
            String error =
                    built.err().strip().lines().reduce((first, last) -> last).orElse("");
            return List.of("exit " + built.exit(), error.replaceFirst(" \\([^(]* line \\d+: .*\\)$", ""));
        }
        return ImagePrint.of(docker, "own/" + each.name());
    }

    private static void record(Engine.Kind engine, String name, List<String> found) throws IOException {
        Path file = Path.of("target", "builds-" + engine.name().toLowerCase(java.util.Locale.ROOT) + ".txt");
        List<String> lines = new ArrayList<>(List.of("=== " + name));
        lines.addAll(found);
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
