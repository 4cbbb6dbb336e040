package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.GoDuration;
import dev.berth.runtime.oci.ExecProcess;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.RandomIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs a health check's program in its container, once. */
final class HealthProbe {
    private static final int TIMED_OUT = -1;
    private static final int OUTPUT_CHARACTERS = 4096;
    /** After it was killed. */
    private static final Duration END = Duration.ofSeconds(5);

    private final ContainerParts parts;
    private final ContainerExec execs;
    private final Clock clock;

    HealthProbe(ContainerParts parts, ContainerExec execs, Clock clock) {
        this.parts = parts;
        this.execs = execs;
        this.clock = clock;
    }

    /** Runs it and waits for its end; what goes wrong is its result. */
    Health.Probe run(Container container, HealthCheck check) {
        Instant start = clock.instant();
        String execId = RandomIds.next();
        Path directory = execs.directory(execId);
        try {
            Files.createDirectories(directory);
            Path spec = directory.resolve("process.json");
            Files.writeString(spec, Json.write(process(container, check)));
            Path log = directory.resolve("log");
            tell(container, execId, "exec_create: " + words(check), Map.of());
            tell(container, execId, "exec_start: " + words(check), Map.of());
            RunningExec exec = execs.start(
                    container, new ExecRequest(container.id(), execId, spec, false, false, log), socket -> {});
            exec.exit()
                    .thenAccept(
                            code -> tell(container, execId, "exec_die", Map.of("exitCode", Integer.toString(code))));
            int code = await(exec, check);
            String output = code == TIMED_OUT
                    ? "Health check exceeded timeout ("
                            + GoDuration.format(check.timeout().toNanos()) + ")"
                    : output(log);
            return new Health.Probe(start, clock.instant(), code, output);
        } catch (IOException failure) {
            throw new UncheckedIOException("health check of " + container.id(), failure);
        } catch (EngineException failure) {
            return new Health.Probe(start, clock.instant(), TIMED_OUT, String.valueOf(failure.getMessage()));
        } finally {
            TreeDelete.delete(directory);
        }
    }

    /** A probe is an exec, and told of like one. */
    private void tell(Container container, String execId, String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("execID", execId);
        parts.tell(container, action, attributes);
    }

    private static String words(HealthCheck check) {
        return String.join(" ", check.argv());
    }

    private ObjectNode process(Container container, HealthCheck check) {
        return parts.spec()
                .process(new ExecProcess(
                        container.config(),
                        container.hostConfig(),
                        parts.networks().linkEnvironment(container.id()),
                        parts.images().rootfs(container.id()).path(),
                        container.config().hostname(),
                        check.argv(),
                        List.of(),
                        "",
                        "",
                        false,
                        container.hostConfig().privileged()));
    }

    private static int await(RunningExec exec, HealthCheck check) {
        try {
            return exec.exit().get(check.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            kill(exec);
            return TIMED_OUT;
        } catch (ExecutionException failure) {
            throw new EngineException.SystemFailure("wait for a health check", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable("interrupted while waiting for a health check", stop);
        }
    }

    /** With what it has started, so that checks that hang do not gather. */
    private static void kill(RunningExec exec) {
        List<ProcessHandle> processes = ProcessHandle.of(exec.pid()).stream()
                .flatMap(probe -> Stream.concat(Stream.of(probe), probe.descendants()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        try {
            exec.exit().get(END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException noMatter) {
            // It is known that it took too long.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes conmon's {@code TIME STREAM TAG TEXT} lines apart; the tag F says that a line ends here. */
    static String output(Path log) throws IOException {
        StringBuilder output = new StringBuilder();
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            String[] field = line.split(" ", 4);
            if (field.length == 4) {
                output.append(field[3]).append(field[2].startsWith("F") ? "\n" : "");
            }
        }
        String text = new String(output.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.length() > OUTPUT_CHARACTERS ? text.substring(0, OUTPUT_CHARACTERS) : text;
    }
}
