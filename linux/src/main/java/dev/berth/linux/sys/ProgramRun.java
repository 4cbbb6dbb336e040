package dev.berth.linux.sys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end, with nothing to read.
 *
 * @param code its exit code, or 128 + the number of the signal that ended it
 * @param output what it wrote to its standard output, as UTF-8
 * @param errors the same of its standard error
 */
public record ProgramRun(int code, String output, String errors) {
    /** For one that was killed to be gone. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * Runs it and waits.
     *
     * @param argv the program and its arguments
     * @param env its whole environment
     * @param patience after which it is killed
     * @throws ErrnoException it cannot be started: ENOENT, EACCES ...
     */
    public static ProgramRun of(List<String> argv, Map<String, String> env, Duration patience) {
        Pipe output = Pipes.create();
        Pipe errors = Pipes.create();
        try (Fd readOutput = output.read();
                Fd readErrors = errors.read()) {
            SpawnedProcess process;
            try (Fd writeOutput = output.write();
                    Fd writeErrors = errors.write()) {
                process = Spawn.start(
                        new SpawnRequest(argv, env, Optional.empty(), Map.of(1, writeOutput, 2, writeErrors)));
            }
            process.exit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((code, late) -> {
                if (late != null) {
                    process.kill(Signals.KILL);
                }
            });
            // What is written of errors has room in the pipe meanwhile: it is a few lines.
            String out = text(readOutput);
            String err = text(readErrors);
            return new ProgramRun(process.waitFor(patience.plus(GRACE)), out, err);
        }
    }

    private static String text(Fd read) {
        try (InputStream in = FdStreams.input(read)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("read what a program prints", failure);
        }
    }
}
