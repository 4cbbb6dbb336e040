package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container is asked whether it is well.
 *
 * @param argv the program to run inside
 * @param interval from the end of a probe to the next
 * @param timeout after which a probe has failed
 * @param startPeriod in which failures do not count until the first success
 * @param startInterval the interval in that time; the other one if none is given
 * @param retries failures in a row that make it unhealthy, 1 or more
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile, HEALTHCHECK</a>
 */
record HealthCheck(
        List<String> argv,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final List<String> DURATIONS = List.of("Interval", "Timeout", "StartPeriod", "StartInterval");
    private static final long SHORTEST = 1_000_000;
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final int DEFAULT_RETRIES = 3;

    /** The container's check; empty without one or if its test is {@code NONE}. */
    static Optional<HealthCheck> of(ContainerConfig config) {
        Map<String, Object> check = config.healthcheck();
        if (check == null || !(check.get("Test") instanceof List<?> test) || test.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = test.stream().map(String::valueOf).toList();
        return switch (words.get(0)) {
            case "NONE" -> Optional.empty();
            case "CMD-SHELL" ->
                Optional.of(of(check, List.of("/bin/sh", "-c", String.join(" ", words.subList(1, words.size())))));
            case "CMD" -> words.size() < 2 ? Optional.empty() : Optional.of(of(check, words.subList(1, words.size())));
            default -> Optional.of(of(check, new ArrayList<>(words)));
        };
    }

    private static HealthCheck of(Map<String, Object> check, List<String> argv) {
        int retries = (int) number(check, "Retries");
        Duration interval = duration(check, "Interval", DEFAULT);
        return new HealthCheck(
                argv,
                interval,
                duration(check, "Timeout", DEFAULT),
                duration(check, "StartPeriod", Duration.ZERO),
                duration(check, "StartInterval", interval),
                retries <= 0 ? DEFAULT_RETRIES : retries);
    }

    /** @throws EngineException.InvalidParameter a figure that Docker refuses */
    static void verify(Map<String, Object> check) {
        for (String name : DURATIONS) {
            long nanoseconds = number(check, name);
            if (nanoseconds != 0 && nanoseconds < SHORTEST) {
                throw new EngineException.InvalidParameter(name + " in Healthcheck cannot be less than 1ms");
            }
        }
        if (number(check, "Retries") < 0) {
            throw new EngineException.InvalidParameter("Retries in Healthcheck cannot be negative");
        }
    }

    /** How long until the next probe. @param starting neither healthy nor unhealthy so far @param running for how long */
    Duration pause(boolean starting, Duration running) {
        return starting && running.compareTo(startPeriod) < 0 ? startInterval : interval;
    }

    private static long number(Map<String, Object> check, String name) {
        return check.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static Duration duration(Map<String, Object> check, String name, Duration fallback) {
        long nanoseconds = number(check, name);
        return nanoseconds <= 0 ? fallback : Duration.ofNanos(nanoseconds);
    }
}
