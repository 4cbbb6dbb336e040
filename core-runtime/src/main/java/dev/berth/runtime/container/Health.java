package dev.berth.runtime.container;

import java.time.Instant;
import java.util.List;

/**
 * What the health check found.
 *
 * @param status {@code starting}, {@code healthy} or {@code unhealthy}
 * @param failingStreak failures since the last success
 * @param log the last probes, at most 5, oldest first
 */
public record Health(String status, int failingStreak, List<Probe> log) {
    public Health {
        log = List.copyOf(log);
    }

    /** One run of the check: its exit code (0 healthy, -1 timed out) and the first 4096 bytes of its output. */
    public record Probe(Instant start, Instant end, int exitCode, String output) {}
}
