package dev.berth.linux.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, on a {@link TestHost} or here: immutable, each setting gives a changed copy.
 *
 * @param prefix what brings it to its place, such as nsenter and its arguments; empty = here
 * @param argv the program and its arguments
 * @param env added to the environment of the test
 * @param directory where it starts
 * @param input its standard input
 * @param timeout after which it is killed and the test fails
 */
public record HostCommand(
        List<String> prefix,
        List<String> argv,
        Map<String, String> env,
        String directory,
        byte[] input,
        Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public HostCommand {
        prefix = List.copyOf(prefix);
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    static HostCommand of(List<String> prefix, String... argv) {
        return new HostCommand(prefix, List.of(argv), Map.of(), "/", new byte[0], TIMEOUT);
    }

    /** A program on this machine itself, for judging only. */
    public static HostCommand here(String... argv) {
        return of(List.of(), argv);
    }

    public HostCommand env(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(env);
        all.putAll(more);
        return new HostCommand(prefix, argv, all, directory, input, timeout);
    }

    public HostCommand env(String name, String value) {
        return env(Map.of(name, value));
    }

    public HostCommand directory(String path) {
        return new HostCommand(prefix, argv, env, path, input, timeout);
    }

    public HostCommand input(byte[] bytes) {
        return new HostCommand(prefix, argv, env, directory, bytes, timeout);
    }

    public HostCommand input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    public HostCommand within(Duration limit) {
        return new HostCommand(prefix, argv, env, directory, input, limit);
    }

    /**
     * Runs it to its end.
     *
     * @throws AssertionError with its output so far, when the time is over
     */
    public Result run() {
        try {
            Path out = Files.createTempFile("berth-test", ".out");
            Path err = Files.createTempFile("berth-test", ".err");
            try {
                return finish(
                        start(ProcessBuilder.Redirect.to(out.toFile()), ProcessBuilder.Redirect.to(err.toFile())),
                        out,
                        err);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("run " + argv, failure);
        }
    }

    private Result finish(Process process, Path out, Path err) throws IOException {
        feed(process);
        boolean ended = await(process);
        if (!ended) {
            process.destroyForcibly();
            await(process);
        }
        String output = Files.readString(out, StandardCharsets.UTF_8);
        String errors = Files.readString(err, StandardCharsets.UTF_8);
        if (!ended) {
            throw new AssertionError(argv + " still ran after " + timeout + "\nout: " + output + "\nerr: " + errors);
        }
        return new Result(process.exitValue(), output, errors);
    }

    private void feed(Process process) throws IOException {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException gone) {
            // A program may end without reading all of its input.
            if (input.length > 0 && process.isAlive()) {
                throw gone;
            }
        }
    }

    private boolean await(Process process) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + argv, stop);
        }
    }

    /** Starts it in the background; both outputs go into {@code log}, a file here. Its standard input stays open. */
    public HostProcess start(Path log) {
        try {
            return new HostProcess(this, start(ProcessBuilder.Redirect.to(log.toFile()), null), log);
        } catch (IOException failure) {
            throw new UncheckedIOException("start " + argv, failure);
        }
    }

    private Process start(ProcessBuilder.Redirect out, ProcessBuilder.@Nullable Redirect err) throws IOException {
        List<String> all = new ArrayList<>(prefix);
        if (!prefix.isEmpty() && !directory.equals("/")) {
            all.addAll(List.of("env", "--chdir=" + directory));
        }
        all.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(all).redirectOutput(out);
        builder.environment().putAll(env);
        if (prefix.isEmpty()) {
            builder.directory(Path.of(directory).toFile());
        }
        if (err == null) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(err);
        }
        return builder.start();
    }
}
