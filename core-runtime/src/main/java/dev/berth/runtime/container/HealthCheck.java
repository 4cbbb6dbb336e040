package dev.berth.runtime.container;

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
 * @param retries failures in a row that make it unhealthy, 1 or more
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile, HEALTHCHECK</a>
 */
record HealthCheck(List<String> argv, Duration interval, Duration timeout, Duration startPeriod, int retries) {
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
        return new HealthCheck(
                argv,
                orDefault(Duration.ofNanos(number(check, "Interval"))),
                orDefault(Duration.ofNanos(number(check, "Timeout"))),
                Duration.ofNanos(number(check, "StartPeriod")),
                retries <= 0 ? DEFAULT_RETRIES : retries);
    }

    private static long number(Map<String, Object> check, String name) {
        return check.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static Duration orDefault(Duration given) {
        return given.isZero() || given.isNegative() ? DEFAULT : given;
    }
}
