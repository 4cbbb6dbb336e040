package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    @TempDir
    Path directory;

    @Test
    void after_failuresInARow_isUnhealthyAtTheLimit() {
        Health health = Health.STARTING.after(probe(1), false, 3).after(probe(1), false, 3);
        assertThat(health.status()).isEqualTo("starting");

        health = health.after(probe(1), false, 3);

        assertThat(health.status()).isEqualTo("unhealthy");
        assertThat(health.failingStreak()).isEqualTo(3);
    }

    @Test
    void after_success_isHealthyAndForgetsFailures() {
        Health health = Health.STARTING.after(probe(1), false, 3).after(probe(0), false, 3);

        assertThat(health.status()).isEqualTo("healthy");
        assertThat(health.failingStreak()).isZero();
        assertThat(health.after(probe(1), false, 3).status()).isEqualTo("healthy");
    }

    @Test
    void after_forgiven_countsOnlyOnceItWasHealthy() {
        assertThat(Health.STARTING.after(probe(1), true, 1))
                .extracting(Health::status, Health::failingStreak)
                .containsExactly("starting", 0);
        assertThat(Health.STARTING
                        .after(probe(0), true, 1)
                        .after(probe(1), true, 1)
                        .status())
                .isEqualTo("unhealthy");
    }

    @Test
    void after_manyProbes_keepsTheLastFive() {
        Health health = Health.STARTING;
        for (int code = 1; code <= 7; code++) {
            health = health.after(probe(code), false, 100);
        }

        assertThat(health.log()).extracting(Health.Probe::exitCode).containsExactly(3, 4, 5, 6, 7);
    }

    @Test
    void check_shellForm_runsAShellWithDockersDefaults() {
        assertThat(HealthCheck.of(config("{'Test':['CMD-SHELL','curl -f x']}")))
                .hasValue(new HealthCheck(
                        java.util.List.of("/bin/sh", "-c", "curl -f x"),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        3));
    }

    @Test
    void check_figures_areNanoseconds() {
        assertThat(HealthCheck.of(config(
                        "{'Test':['CMD','true'],'Interval':2000000000,'Timeout':1000000000,'StartPeriod':5000000000,"
                                + "'Retries':1}")))
                .hasValue(new HealthCheck(
                        java.util.List.of("true"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        1));
    }

    @Test
    void check_startInterval_countsUntilTheFirstResultOrTheEndOfTheStart() {
        HealthCheck check = HealthCheck.of(
                        config(
                                "{'Test':['CMD','true'],'Interval':9000000000,'StartPeriod':5000000000,'StartInterval':1000000}"))
                .orElseThrow();

        assertThat(check.pause(true, Duration.ofSeconds(4))).isEqualTo(Duration.ofMillis(1));
        assertThat(check.pause(true, Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(9));
        assertThat(check.pause(false, Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void verify_figuresThatDockerRefuses_areRefused() {
        assertThatThrownBy(() -> HealthCheck.verify(Map.of("Interval", 999_999)))
                .hasMessage("Interval in Healthcheck cannot be less than 1ms");
        assertThatThrownBy(() -> HealthCheck.verify(Map.of("StartInterval", -1)))
                .hasMessage("StartInterval in Healthcheck cannot be less than 1ms");
        assertThatThrownBy(() -> HealthCheck.verify(Map.of("Retries", -1)))
                .hasMessage("Retries in Healthcheck cannot be negative");
        HealthCheck.verify(Map.of("Interval", 0, "Timeout", 1_000_000, "Retries", 0));
    }

    @Test
    void unwatchedAndBegin_keepTheLog() {
        Health healthy = Health.STARTING.after(probe(0), false, 3);

        assertThat(healthy.unwatched()).isEqualTo(new Health("unhealthy", 0, healthy.log()));
        assertThat(Health.begin(healthy.unwatched())).isEqualTo(new Health("starting", 0, healthy.log()));
        assertThat(Health.begin(null)).isEqualTo(Health.STARTING);
    }

    @Test
    void check_noneOrAbsent_isNone() {
        assertThat(HealthCheck.of(config("{'Test':['NONE']}"))).isEmpty();
        assertThat(HealthCheck.of(config("{'Test':[]}"))).isEmpty();
        assertThat(HealthCheck.of(config("{'Interval':1}"))).isEmpty();
        assertThat(HealthCheck.of(Json.read("{}", ContainerConfig.class))).isEmpty();
    }

    @Test
    void output_conmonsLines_areJoinedAgain() throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(
                log,
                "2026-11-28T20:00:00.1+00:00 stdout P half \n2026-11-28T20:00:00.2+00:00 stdout F grüße\n"
                        + "2026-11-28T20:00:00.3+00:00 stderr F x  y\n");

        assertThat(HealthProbe.output(log)).isEqualTo("half grüße\nx  y\n");
    }

    private static Health.Probe probe(int code) {
        return new Health.Probe(NOW, NOW, code, "");
    }

    private static ContainerConfig config(String healthcheck) {
        return Json.read(("{'Healthcheck':" + healthcheck + "}").replace('\'', '"'), ContainerConfig.class);
    }
}
