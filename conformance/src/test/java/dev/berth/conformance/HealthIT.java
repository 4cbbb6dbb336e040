package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Health checks: what they find, when it counts, and who is told. */
@OnEngine
class HealthIT {
    private static final String WELL = "echo looked; test -e /well";

    @AfterEach
    void removeOwnImages(Docker docker) {
        docker.run("rm", "-f", "box");
        docker.run("rmi", "-f", "own:none", "own:checked");
        docker.ok("image", "prune", "-f");
    }

    private static void start(Docker docker, String check, String... flags) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", "box", "--health-cmd", check));
        words.addAll(List.of(flags));
        words.addAll(List.of("busybox", "sleep", "2000"));
        docker.ok(words.toArray(String[]::new));
    }

    private static String health(Docker docker) {
        return docker.ok("inspect", "-f", "{{.State.Health.Status}}", "box");
    }

    private static void untilIs(Docker docker, String health) {
        docker.until(() -> health(docker).equals(health));
    }

    private static String column(Docker docker) {
        return docker.ok("ps", "-a", "--filter", "name=box", "--format", "{{.Status}}");
    }

    private static Stream<String> events(Docker docker, String since, String filter) {
        return docker.ok(
                        "events",
                        "--since",
                        since,
                        "--until",
                        docker.now(),
                        "--filter",
                        "container=box",
                        "--filter",
                        filter,
                        "--format",
                        "{{.Action}}")
                .lines();
    }

    @Test
    void states_areShownTold_andChangeByRetries(Docker docker) {
        String since = docker.now();
        start(docker, WELL, "--health-interval", "100ms", "--health-retries", "2");

        untilIs(docker, "unhealthy");
        assertThat(column(docker)).startsWith("Up ").endsWith(" (unhealthy)");
        assertThat(docker.ok("ps", "-q", "--filter", "health=unhealthy").lines())
                .hasSize(1);
        docker.ok("exec", "box", "touch", "/well");
        untilIs(docker, "healthy");
        assertThat(column(docker)).endsWith(" (healthy)");
        assertThat(docker.ok("ps", "-q", "--filter", "health=unhealthy")).isEmpty();

        assertThat(docker.ok(
                        "inspect",
                        "-f",
                        "{{.State.Health.FailingStreak}} {{range .State.Health.Log}}{{.ExitCode}} {{json .Output}},{{end}}",
                        "box"))
                .matches("0 (1 \"looked\\\\n\",)*(0 \"looked\\\\n\",)+");
        assertThat(events(docker, since, "event=health_status"))
                .containsExactly("health_status: unhealthy", "health_status: healthy");
        assertThat(events(docker, since, "event=exec_create")).contains("exec_create: /bin/sh -c " + WELL);
        assertThat(events(docker, since, "event=exec_die")).isNotEmpty();
    }

    @Test
    void beforeTheFirstProbe_itIsStarting(Docker docker) {
        start(docker, "true", "--health-interval", "1h");

        assertThat(column(docker)).endsWith(" (health: starting)");
        assertThat(health(docker)).isEqualTo("starting");
    }

    @Test
    void startPeriod_failuresCountAfterTheFirstSuccess(Docker docker) {
        start(docker, WELL, "--health-interval", "100ms", "--health-retries", "1", "--health-start-period", "1h");

        docker.until(() -> Integer.parseInt(docker.ok("inspect", "-f", "{{len .State.Health.Log}}", "box")) >= 2);
        assertThat(docker.ok("inspect", "-f", "{{.State.Health.Status}} {{.State.Health.FailingStreak}}", "box"))
                .isEqualTo("starting 0");
        docker.ok("exec", "box", "touch", "/well");
        untilIs(docker, "healthy");
        docker.ok("exec", "box", "rm", "/well");
        untilIs(docker, "unhealthy");
    }

    @Test
    void log_hasTheLastFive(Docker docker) {
        start(docker, "echo x >> /n; wc -l < /n; exit 3", "--health-interval", "100ms");
        String log = "{{range .State.Health.Log}}{{.ExitCode}}:{{.Output}}{{end}}";

        docker.until(() ->
                docker.ok("inspect", "-f", "{{len .State.Health.Log}}", "box").equals("5")
                        && !docker.ok("inspect", "-f", log, "box").startsWith("3:1\n"));

        List<String> lines = docker.ok("inspect", "-f", log, "box").lines().toList();
        int first = Integer.parseInt(lines.get(0).substring(2));
        assertThat(lines)
                .containsExactly(
                        "3:" + first, "3:" + (first + 1), "3:" + (first + 2), "3:" + (first + 3), "3:" + (first + 4));
    }

    /** The probe hangs the first time, with a program of its own in the place of the shell. */
    @Test
    void timeout_isAFailure_andEndsTheProbe(Docker docker) {
        start(
                docker,
                "test -e /second || { touch /second; exec sleep 1000; }",
                "--health-interval",
                "100ms",
                "--health-timeout",
                "1s");

        untilIs(docker, "healthy");
        assertThat(docker.ok("inspect", "-f", "{{json (index .State.Health.Log 0)}}", "box"))
                .contains("\"ExitCode\":-1,\"Output\":\"Health check exceeded timeout (1s)\"");
        docker.until(() -> !docker.ok("top", "box").contains("sleep 1000"));
    }

    /** dockerd ends the shell alone. */
    @Test
    @Tag("beyond-docker")
    void timeout_endsWhatTheProbeHasStarted(Docker docker) {
        start(
                docker,
                "test -e /second || { touch /second; sleep 1000 & sleep 1000; }",
                "--health-interval",
                "100ms",
                "--health-timeout",
                "500ms");

        untilIs(docker, "healthy");
        docker.until(() -> !docker.ok("top", "box").contains("sleep 1000"));
    }

    @Test
    void pauseAndStop_areUnhealthyUntilTheNextProbe(Docker docker) {
        String since = docker.now();
        start(docker, "true", "--health-interval", "100ms");
        untilIs(docker, "healthy");

        docker.ok("pause", "box");
        assertThat(column(docker)).endsWith(" (Paused)");
        assertThat(health(docker)).isEqualTo("unhealthy");
        docker.ok("unpause", "box");
        untilIs(docker, "healthy");

        docker.ok("stop", "-t", "0", "box");
        assertThat(health(docker)).isEqualTo("unhealthy");
        assertThat(column(docker)).startsWith("Exited ").doesNotContain("health");
        docker.ok("start", "box");
        untilIs(docker, "healthy");
        assertThat(events(docker, since, "event=health_status"))
                .containsExactly("health_status: healthy", "health_status: healthy", "health_status: healthy");
    }

    @Test
    void image_check_isOverriddenInPartsOrNotDone(Docker docker) throws IOException {
        Path context = docker.hostDirectory("health");
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM busybox\nHEALTHCHECK --interval=1h --retries=7 CMD [\"test\", \"-e\", \"/well\"]\n");
        docker.ok("build", "-t", "own:checked", context.toString());
        Files.writeString(context.resolve("Dockerfile"), "FROM own:checked\nHEALTHCHECK NONE\n");
        docker.ok("build", "-t", "own:none", context.toString());

        String shown = "{{json .Config.Healthcheck}} {{if .State.Health}}{{.State.Health.Status}}{{end}}";
        docker.ok("run", "-d", "--name", "box", "--health-timeout", "2s", "own:checked", "sleep", "2000");
        assertThat(docker.ok("inspect", "-f", shown, "box"))
                .isEqualTo("{\"Test\":[\"CMD\",\"test\",\"-e\",\"/well\"],\"Interval\":3600000000000,"
                        + "\"Timeout\":2000000000,\"Retries\":7} starting");
        docker.ok("rm", "-f", "box");
        docker.ok("run", "-d", "--name", "box", "--no-healthcheck", "own:checked", "sleep", "2000");
        assertThat(docker.ok("inspect", "-f", shown, "box"))
                .contains("\"NONE\"")
                .doesNotContain("starting");
        assertThat(column(docker)).doesNotContain("health");
        docker.ok("rm", "-f", "box");
        docker.ok("run", "-d", "--name", "box", "own:none", "sleep", "2000");
        assertThat(docker.ok("inspect", "-f", shown, "box"))
                .contains("\"NONE\"")
                .doesNotContain("starting");
    }

    @Test
    void figures_wrong_areRefused(Docker docker) {
        for (String wrong : List.of(
                "{\"Interval\":1} Interval in Healthcheck cannot be less than 1ms",
                "{\"Timeout\":-1} Timeout in Healthcheck cannot be less than 1ms",
                "{\"StartPeriod\":999999} StartPeriod in Healthcheck cannot be less than 1ms",
                "{\"Retries\":-1} Retries in Healthcheck cannot be negative")) {
            String[] part = wrong.split(" ", 2);
            Docker.Answer answer =
                    docker.api("POST", "/containers/create", "{\"Image\":\"busybox\",\"Healthcheck\":" + part[0] + "}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(part[1]);
        }
        Result both = docker.run("create", "--no-healthcheck", "--health-cmd", "true", "busybox");
        assertThat(both.exit()).isEqualTo(125);
        assertThat(both.err()).contains("--no-healthcheck conflicts with --health-* options");
    }

    @Test
    @Tag("beyond-docker")
    void daemonKilled_theNextOneGoesOnLooking(Docker docker, Engine engine) {
        start(docker, WELL, "--health-interval", "100ms", "--health-retries", "1");
        docker.ok("exec", "box", "touch", "/well");
        untilIs(docker, "healthy");

        engine.killDaemon();
        engine.startDaemon();
        docker.ok("exec", "box", "rm", "/well");

        untilIs(docker, "unhealthy");
    }
}
