package dev.berth.runtime.cli;

import dev.berth.runtime.cli.archive.CannedEngine;
import dev.berth.runtime.spec.ApiVersion;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/** A command line that is run here, and an engine that answers as the case says. */
abstract class CliCase {
    @TempDir
    Path directory;

    record Result(int code, String out, String err) {}

    Result run(String... words) {
        return run(InputStream.nullInputStream(), words);
    }

    Result run(InputStream in, String... words) {
        return run(Map.of(), in, words);
    }

    /** @param more of the environment */
    Result run(Map<String, String> more, InputStream in, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = new HashMap<>(more);
        environment.put("BERTH_HOST", "unix://" + directory.resolve("s"));
        environment.put("FROM_HERE", "x");
        int code = new Cli(
                        environment,
                        in,
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8))
                .run(List.of(words));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    CannedEngine engine(Function<String, String> answers) throws Exception {
        return CannedEngine.start(directory.resolve("s"), answers);
    }

    /** One that speaks no newer API version than {@code 1.minor}. */
    CannedEngine olderEngine(int minor, Function<String, String> answers) throws Exception {
        return CannedEngine.start(directory.resolve("s"), CannedEngine.pong(new ApiVersion(1, minor)), answers);
    }

    static String frame(int stream, String text) {
        return "" + (char) stream + "\0\0\0\0\0\0" + (char) text.length() + text;
    }
}
