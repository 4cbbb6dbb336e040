package dev.berth.runtime.container;

import dev.berth.plugin.Cleanup;
import dev.berth.runtime.event.StepTimes;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how a run ended and takes down what it stood on. */
final class ContainerEnd {
    /** When nobody knows: the monitor was killed, or the host went down. */
    static final int UNKNOWN_CODE = 255;

    private static final Logger LOG = LoggerFactory.getLogger(ContainerEnd.class);

    private final ContainerParts parts;
    private final Clock clock;

    ContainerEnd(ContainerParts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /** How a run ended: exit code 0..255, whether for lack of memory, and when. */
    record Outcome(int exitCode, boolean oomKilled, Instant at) {}

    /** Reads what conmon left. */
    Outcome outcome(String id) {
        EnginePaths paths = parts.paths();
        Path file = paths.exits().resolve(id);
        boolean oom = Files.exists(paths.containerRun(id).resolve("oom"));
        try {
            if (!Files.exists(file)) {
                return new Outcome(UNKNOWN_CODE, oom, clock.instant());
            }
            int code = Integer.parseInt(Files.readString(file).strip());
            return new Outcome(
                    code < 0 ? UNKNOWN_CODE : code,
                    oom,
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException | NumberFormatException failure) {
            LOG.warn("action=read-exit container={} error={}", id, failure.toString());
            return new Outcome(UNKNOWN_CODE, oom, clock.instant());
        }
    }

    /**
     * Takes down process, network and mounts; its lock is held. Every step is tried, what fails is logged: the
     * container has ended all the same.
     */
    void takeDown(Container container, Optional<Run> run) {
        StepTimes times = StepTimes.begin();
        String id = container.id();
        Path bundle = parts.paths().containerRun(id);
        OciRuntime runtime = run.map(Run::runtime)
                .orElseGet(() -> parts.runtimes().get(container.hostConfig().runtime()));
        Runnable deleted = beginDelete(runtime, id, bundle);
        try {
            Cleanup.all(
                    () -> run.ifPresent(present -> present.init().close()),
                    () -> parts.networks().tearDown(id),
                    () -> times.done("network"),
                    () -> parts.volumes().unmount(id),
                    () -> times.done("volumes"),
                    () -> parts.images().rootfs(id).unmount(),
                    () -> times.done("rootfs"),
                    () -> new SharedMemory(parts.paths(), parts.table()).unmount(id),
                    () -> parts.logs().ended(id),
                    () -> times.done("logs"),
                    deleted);
            times.done("delete");
            LOG.debug("action=take-down container={} {}", id, times);
        } catch (RuntimeException failure) {
            LOG.error("action=take-down container={} error={}", id, failure.toString(), failure);
        }
    }

    /** The OCI runtime works on its own while the rest is taken down. @return waits for it, or says why not */
    private static Runnable beginDelete(OciRuntime runtime, String id, Path bundle) {
        try {
            return runtime.knows(id) ? runtime.beginDelete(id, bundle) : () -> {};
        } catch (RuntimeException failure) {
            return () -> {
                throw failure;
            };
        }
    }
}
