package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;

/** Walkthrough A4: the states of a container and what each change answers. */
@OnEngine
class LifeIT {
    private static String status(Docker docker, String name) {
        return docker.ok("inspect", "--format", "{{.State.Status}}", name);
    }

    @Test
    void createStartStop_goThroughTheStates(Docker docker) {
        docker.ok("create", "--name", "c", "busybox", "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        assertThat(status(docker, "c")).isEqualTo("created");
        docker.ok("start", "c");
        assertThat(status(docker, "c")).isEqualTo("running");
        docker.ok("stop", "c");
        assertThat(status(docker, "c")).isEqualTo("exited");
        assertThat(docker.ok("inspect", "--format", "{{.State.ExitCode}}", "c")).isEqualTo("0");
    }

    @Test
    void stop_deafProcess_isKilledAfterTheTime(Docker docker) {
        docker.ok("run", "-d", "--name", "deaf", "busybox", "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");
        docker.ok("stop", "-t", "1", "deaf");
        assertThat(docker.ok("inspect", "--format", "{{.State.ExitCode}}", "deaf"))
                .isEqualTo("137");
    }

    @Test
    void stopTwiceAndStartTwice_areNoErrors(Docker docker) {
        docker.ok("run", "-d", "--name", "c", "busybox", "sleep", "600");
        assertThat(docker.run("start", "c").exit()).isZero();
        assertThat(docker.run("stop", "-t", "0", "c").exit()).isZero();
        assertThat(docker.run("stop", "-t", "0", "c").exit()).isZero();
        assertThat(docker.api("POST", "/containers/c/stop").status()).isEqualTo(304);
        docker.ok("start", "c");
        assertThat(docker.api("POST", "/containers/c/start").status()).isEqualTo(304);
    }

    @Test
    void restart_startsAgain(Docker docker) {
        docker.ok("run", "-d", "--name", "c", "busybox", "sleep", "600");
        String before = docker.ok("inspect", "--format", "{{.State.StartedAt}}", "c");
        docker.ok("restart", "-t", "0", "c");
        assertThat(docker.ok("inspect", "--format", "{{.State.StartedAt}}", "c"))
                .isNotEqualTo(before);
        assertThat(status(docker, "c")).isEqualTo("running");
    }

    @Test
    void kill_signal_isDelivered(Docker docker) {
        docker.ok(
                "run",
                "-d",
                "--name",
                "c",
                "busybox",
                "sh",
                "-c",
                "trap 'echo caught; exit 4' USR1; echo ready; while :; do sleep 0.1; done");
        docker.until(() -> docker.run("logs", "c").out().contains("ready"));
        docker.ok("kill", "-s", "USR1", "c");
        assertThat(docker.ok("wait", "c")).isEqualTo("4");
        assertThat(docker.ok("logs", "c")).contains("caught");
    }

    @Test
    void pause_stopsTheClockAndRefusesExec(Docker docker) {
        docker.ok("run", "-d", "--name", "c", "busybox", "sleep", "600");
        docker.ok("pause", "c");
        assertThat(status(docker, "c")).isEqualTo("paused");
        assertThat(docker.run("exec", "c", "true").exit()).isNotZero();
        docker.ok("unpause", "c");
        assertThat(status(docker, "c")).isEqualTo("running");
    }

    @Test
    void wait_answersWithTheExitCode(Docker docker) {
        docker.ok("run", "-d", "--name", "c", "busybox", "sh", "-c", "sleep 0.5; exit 9");
        assertThat(docker.ok("wait", "c")).isEqualTo("9");
    }

    @Test
    void rename_keepsTheContainer(Docker docker) {
        String id = docker.ok("create", "--name", "old", "busybox");
        docker.ok("rename", "old", "new");
        assertThat(docker.ok("inspect", "--format", "{{.Id}} {{.Name}}", "new")).isEqualTo(id + " /new");
        assertThat(docker.run("inspect", "old").exit()).isEqualTo(1);
    }

    @Test
    void rm_running_isRefusedUnlessForced(Docker docker) {
        docker.ok("run", "-d", "--name", "c", "busybox", "sleep", "600");
        assertThat(docker.api("DELETE", "/containers/c").status()).isEqualTo(409);
        Result refused = docker.run("rm", "c");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).containsIgnoringCase("container").contains("stop");
        docker.ok("rm", "-f", "c");
        assertThat(docker.api("GET", "/containers/c/json").status()).isEqualTo(404);
    }

    @Test
    void name_inUse_isAConflict(Docker docker) {
        docker.ok("create", "--name", "taken", "busybox");
        Result refused = docker.run("create", "--name", "taken", "busybox");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Conflict. The container name \"/taken\" is already in use by container");
    }

    @Test
    void reference_byPrefixOfTheId_finds(Docker docker) {
        String id = docker.ok("create", "--name", "c", "busybox");
        assertThat(docker.ok("inspect", "--format", "{{.Id}}", id.substring(0, 8)))
                .isEqualTo(id);
    }

    @Test
    void autoRemove_leavesNothing(Docker docker) {
        docker.ok("run", "--rm", "--name", "gone", "busybox", "true");
        docker.until(() -> docker.api("GET", "/containers/gone/json").status() == 404);
    }

    @Test
    void events_tellTheLife(Docker docker) {
        docker.ok("run", "--rm", "--name", "seen", "busybox", "true");
        docker.until(() -> docker.api("GET", "/containers/seen/json").status() == 404);
        String events = docker.ok(
                "events",
                "--since",
                "10m",
                "--until",
                docker.now(),
                "--filter",
                "container=seen",
                "--format",
                "{{.Action}}");
        assertThat(events.lines().toList()).containsSubsequence("create", "start", "die", "destroy");
    }
}
