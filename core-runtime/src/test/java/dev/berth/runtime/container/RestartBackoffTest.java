package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.spec.HostConfig.RestartPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
    private static final RestartPolicy ALWAYS = new RestartPolicy("always", 0);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final RestartBackoff backoff = new RestartBackoff();

    @Test
    void afterExit_againAndAgain_doublesUpToAMinute() {
        Duration expected = Duration.ofMillis(100);
        for (int restarts = 0; restarts < 15; restarts++) {
            assertThat(backoff.afterExit(ALWAYS, 0, restarts, false, SHORT)).contains(expected);
            expected = expected.multipliedBy(2).compareTo(Duration.ofMinutes(1)) > 0
                    ? Duration.ofMinutes(1)
                    : expected.multipliedBy(2);
        }
        assertThat(expected).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void afterExit_afterALongRun_beginsAgain() {
        backoff.afterExit(ALWAYS, 1, 0, false, SHORT);
        backoff.afterExit(ALWAYS, 1, 1, false, SHORT);

        assertThat(backoff.afterExit(ALWAYS, 1, 2, false, Duration.ofSeconds(10)))
                .contains(Duration.ofMillis(100));
    }

    @Test
    void afterExit_stoppedByUser_never() {
        assertThat(backoff.afterExit(ALWAYS, 1, 0, true, SHORT)).isEmpty();
    }

    @Test
    void afterExit_no_never() {
        assertThat(backoff.afterExit(RestartPolicy.NO, 1, 0, false, SHORT)).isEmpty();
    }

    @Test
    void afterExit_onFailure_onlyFailuresAndNotTooOften() {
        RestartPolicy thrice = new RestartPolicy("on-failure", 3);

        assertThat(backoff.afterExit(thrice, 0, 0, false, SHORT)).isEmpty();
        assertThat(backoff.afterExit(thrice, 7, 2, false, SHORT)).isPresent();
        assertThat(backoff.afterExit(thrice, 7, 3, false, SHORT)).isEmpty();
        assertThat(backoff.afterExit(new RestartPolicy("on-failure", 0), 7, 1000, false, SHORT))
                .isPresent();
    }

    @Test
    void atDaemonStart_stoppedByUser_onlyAlways() {
        ContainerState stopped = ContainerState.CREATED.stopping();

        assertThat(RestartBackoff.atDaemonStart(ALWAYS, stopped)).isTrue();
        assertThat(RestartBackoff.atDaemonStart(new RestartPolicy("unless-stopped", 0), stopped))
                .isFalse();
        assertThat(RestartBackoff.atDaemonStart(new RestartPolicy("unless-stopped", 0), ContainerState.CREATED))
                .isTrue();
        assertThat(RestartBackoff.atDaemonStart(RestartPolicy.NO, ContainerState.CREATED))
                .isFalse();
    }
}
