package dev.berth.runtime.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.runtime.app.EngineHost.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole engine: real conmon, real OCI runtime, real network, a daemon that may be killed. */
@Timeout(240)
class EngineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EngineHost engine;

    @BeforeAll
    static void start() {
        engine = new EngineHost();
        engine.importBusybox();
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void run_programThatFails_hasItsCodeAndItsOutput() {
        engine.create("fails", "{}", "sh", "-c", "echo out; exit 7");
        assertThat(post("/containers/fails/start").status()).isEqualTo(204);

        assertThat(post("/containers/fails/wait").json().path("StatusCode").asInt())
                .isEqualTo(7);
        assertThat(engine.get("/containers/fails/logs?stdout=1").body()).contains("out");
        assertThat(engine.state("fails").path("Status").asText()).isEqualTo("exited");
        assertThat(engine.delete("/containers/fails").status()).isEqualTo(204);
        assertThat(engine.get("/containers/fails/json").status()).isEqualTo(404);
    }

    @Test
    void start_programThatIsNotThere_is400AndCode127() {
        engine.create("missing", "{}", "nosuch");

        Answer answer = post("/containers/missing/start");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("executable file not found in $PATH");
        assertThat(engine.state("missing").path("ExitCode").asInt()).isEqualTo(127);
        assertThat(engine.state("missing").path("Status").asText()).isEqualTo("created");
        engine.delete("/containers/missing");
    }

    @Test
    void life_startPauseStopRemove_hasDockersStatusCodes() {
        engine.create("life", "{}", "sleep", "1000");

        assertThat(post("/containers/life/start").status()).isEqualTo(204);
        assertThat(post("/containers/life/start").status()).isEqualTo(304);
        assertThat(engine.delete("/containers/life").status()).isEqualTo(409);
        assertThat(post("/containers/life/pause").status()).isEqualTo(204);
        assertThat(engine.state("life").path("Status").asText()).isEqualTo("paused");
        assertThat(post("/containers/life/unpause").status()).isEqualTo(204);
        assertThat(post("/containers/life/restart?t=0").status()).isEqualTo(204);
        assertThat(post("/containers/life/stop?t=0").status()).isEqualTo(204);
        assertThat(post("/containers/life/stop?t=0").status()).isEqualTo(304);
        assertThat(engine.state("life").path("ExitCode").asInt()).isEqualTo(137);
        assertThat(post("/containers/life/kill").status()).isEqualTo(409);
        assertThat(engine.delete("/containers/life").status()).isEqualTo(204);
    }

    @Test
    void remove_forcedWhilePaused_isGoneAndLeavesNoMount() {
        String id = engine.create("paused", "{}", "sleep", "1000");
        post("/containers/paused/start");
        post("/containers/paused/pause");

        assertThat(engine.delete("/containers/paused?force=1").status()).isEqualTo(204);
        assertThat(engine.host().exec("cat", "/proc/mounts").text()).doesNotContain(id);
        assertThat(Files.exists(engine.host().path("/run/berth/containers/" + id)))
                .isFalse();
    }

    @Test
    void restartPolicy_failures_areRestartedThatOften() {
        engine.create(
                "again", "{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":2}}", "sh", "-c", "exit 3");
        post("/containers/again/start");

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(engine.state("again").path("Status").asText())
                                .isEqualTo("exited"));
        assertThat(engine.get("/containers/again/json")
                        .json()
                        .path("RestartCount")
                        .asInt())
                .isEqualTo(2);
        engine.delete("/containers/again");
    }

    @Test
    void autoRemove_afterTheExit_isGone() {
        engine.create("fleeting", "{\"AutoRemove\":true}", "true");
        post("/containers/fleeting/start");

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(engine.get("/containers/fleeting/json").status())
                                .isEqualTo(404));
    }

    @Test
    void crash_daemonKilled_containersGoOnAndExitCodesAreKept() {
        engine.create("lives", "{}", "sleep", "1000");
        engine.create("ends", "{}", "sh", "-c", "while [ ! -e /go ]; do sleep 0.1; done; echo last; exit 9");
        post("/containers/lives/start");
        post("/containers/ends/start");
        int pid = engine.state("lives").path("Pid").asInt();
        int ending = engine.state("ends").path("Pid").asInt();

        engine.crash(() -> {
            Path proc = engine.host().path("/proc/" + ending);
            engine.host().shell("touch /proc/" + ending + "/root/go").orFail();
            Awaitility.await().atMost(PATIENCE).until(() -> !Files.exists(proc));
        });

        JsonNode lives = engine.state("lives");
        assertThat(lives.path("Status").asText()).isEqualTo("running");
        assertThat(lives.path("Pid").asInt()).isEqualTo(pid);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(engine.state("ends").path("Status").asText()).isEqualTo("exited"));
        assertThat(engine.state("ends").path("ExitCode").asInt()).isEqualTo(9);
        assertThat(engine.get("/containers/ends/logs?stdout=1").body()).contains("last");
        assertThat(post("/containers/lives/stop?t=0").status()).isEqualTo(204);
        engine.delete("/containers/lives");
        engine.delete("/containers/ends");
    }

    @Test
    void secondDaemon_sameDataRoot_isRefused() {
        assertThat(engine.startSecond()).contains("failed to start daemon: data root /var/lib/berth is in use by pid ");
    }

    private static Answer post(String path) {
        return engine.post(path, "");
    }
}
