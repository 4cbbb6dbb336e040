package dev.berth.runtime.container;

import dev.berth.runtime.spec.HostConfig.RestartPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a container is started again after an exit, and how long to wait: 100 ms, doubled each time up to one
 * minute, from the beginning once a run lasted ten seconds. Used by one thread at a time.
 *
 * @see <a href="https://docs.docker.com/engine/containers/start-containers-automatically/">Docker, restart policies</a>
 */
final class RestartBackoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STABLE = Duration.ofSeconds(10);

    private Duration last = Duration.ZERO;

    /**
     * What to do after an exit.
     *
     * @param restarts how often it was restarted already
     * @param stoppedByUser then never
     * @param ran how long the run lasted
     * @return the wait before the restart; empty for none
     */
    Optional<Duration> afterExit(
            RestartPolicy policy, int exitCode, int restarts, boolean stoppedByUser, Duration ran) {
        if (stoppedByUser || !wants(policy, exitCode, restarts)) {
            return Optional.empty();
        }
        if (last.isZero() || ran.compareTo(STABLE) >= 0) {
            last = FIRST;
        } else {
            Duration doubled = last.multipliedBy(2);
            last = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        }
        return Optional.of(last);
    }

    /** Whether the policy starts it when the daemon starts. */
    static boolean atDaemonStart(RestartPolicy policy, ContainerState state) {
        return switch (policy.name()) {
            case "always" -> true;
            case "unless-stopped" -> !state.stoppedByUser();
            default -> !state.stoppedByUser() && wants(policy, state.exitCode(), state.restartCount());
        };
    }

    private static boolean wants(RestartPolicy policy, int exitCode, int restarts) {
        return switch (policy.name()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" ->
                exitCode != 0 && (policy.maximumRetryCount() == 0 || restarts < policy.maximumRetryCount());
            default -> false;
        };
    }
}
