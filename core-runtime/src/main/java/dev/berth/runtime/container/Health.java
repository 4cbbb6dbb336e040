package dev.berth.runtime.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the health check found.
 *
 * @param status {@code starting}, {@code healthy} or {@code unhealthy}
 * @param failingStreak failures since the last success
 * @param log the last probes, at most 5, oldest first
 */
public record Health(String status, int failingStreak, List<Probe> log) {
    /** Not probed yet. */
    public static final Health STARTING = new Health("starting", 0, List.of());

    private static final String UNHEALTHY = "unhealthy";
    private static final int KEPT = 5;

    public Health {
        log = List.copyOf(log);
    }

    /** One run of the check: its exit code (0 healthy, -1 timed out) and the first 4096 bytes of its output. */
    public record Probe(Instant start, Instant end, int exitCode, String output) {}

    /** At a new start: what was found in earlier runs stays in the log. @param before absent before the first start */
    static Health begin(@Nullable Health before) {
        return before == null ? STARTING : new Health(STARTING.status, 0, before.log);
    }

    @JsonIgnore
    boolean isStarting() {
        return status.equals(STARTING.status);
    }

    /** While nobody probes, for it is paused or has ended: unhealthy, as with Docker. */
    Health unwatched() {
        return new Health(UNHEALTHY, failingStreak, log);
    }

    /**
     * After one more probe.
     *
     * @param forgiven a failure does not count, as the container is still starting
     * @param retries failures in a row that make it unhealthy
     */
    Health after(Probe probe, boolean forgiven, int retries) {
        List<Probe> probes = new ArrayList<>(log);
        probes.add(probe);
        List<Probe> last = probes.subList(Math.max(0, probes.size() - KEPT), probes.size());
        if (probe.exitCode() == 0) {
            return new Health("healthy", 0, last);
        }
        if (forgiven && isStarting()) {
            return new Health(status, failingStreak, last);
        }
        int failures = failingStreak + 1;
        return new Health(failures >= retries ? UNHEALTHY : status, failures, last);
    }
}
