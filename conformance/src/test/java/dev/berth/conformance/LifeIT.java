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
        docker.ok("create", "--name", "box", "busybox", "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        assertThat(status(docker, "box")).isEqualTo("created");
        docker.ok("start", "box");
        assertThat(status(docker, "box")).isEqualTo("running");
        docker.ok("stop", "box");
        assertThat(status(docker, "box")).isEqualTo("exited");
        assertThat(docker.ok("inspect", "--format", "{{.State.ExitCode}}", "box"))
                .isEqualTo("0");
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
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        assertThat(docker.run("start", "box").exit()).isZero();
        assertThat(docker.run("stop", "-t", "0", "box").exit()).isZero();
        assertThat(docker.run("stop", "-t", "0", "box").exit()).isZero();
        assertThat(docker.api("POST", "/containers/box/stop").status()).isEqualTo(304);
        docker.ok("start", "box");
        assertThat(docker.api("POST", "/containers/box/start").status()).isEqualTo(304);
    }

    @Test
    void restart_startsAgain(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        String before = docker.ok("inspect", "--format", "{{.State.StartedAt}}", "box");
        docker.ok("restart", "-t", "0", "box");
        assertThat(docker.ok("inspect", "--format", "{{.State.StartedAt}}", "box"))
                .isNotEqualTo(before);
        assertThat(status(docker, "box")).isEqualTo("running");
    }

    @Test
    void kill_signal_isDelivered(Docker docker) {
        docker.ok(
                "run",
                "-d",
                "--name",
                "box",
                "busybox",
                "sh",
                "-c",
                "trap 'echo caught; exit 4' USR1; echo ready; while :; do sleep 0.1; done");
        docker.until(() -> docker.run("logs", "box").out().contains("ready"));
        docker.ok("kill", "-s", "USR1", "box");
        assertThat(docker.ok("wait", "box")).isEqualTo("4");
        assertThat(docker.ok("logs", "box")).contains("caught");
    }

    @Test
    void pause_stopsTheClockAndRefusesExec(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        docker.ok("pause", "box");
        assertThat(status(docker, "box")).isEqualTo("paused");
        assertThat(docker.run("exec", "box", "true").exit()).isNotZero();
        docker.ok("unpause", "box");
        assertThat(status(docker, "box")).isEqualTo("running");
    }

    @Test
    void wait_answersWithTheExitCode(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "busybox", "sh", "-c", "sleep 0.5; exit 9");
        assertThat(docker.ok("wait", "box")).isEqualTo("9");
    }

    @Test
    void rename_keepsTheContainer(Docker docker) {
        String id = docker.ok("create", "--name", "old", "busybox");
        docker.ok("rename", "old", "new");
        assertThat(docker.ok("inspect", "--format", "{{.Id}} {{.Name}}", "new")).isEqualTo(id + " /new");
        assertThat(docker.run("inspect", "old").exit()).isEqualTo(1);
    }

    @Test
    void rename_toATakenOrBadName_isRefused(Docker docker) {
        docker.ok("create", "--name", "one", "busybox");
        docker.ok("create", "--name", "two", "busybox");
        assertThat(docker.run("rename", "one", "two").err())
                .contains("Error when allocating new name: Conflict. The container name \"/two\" is already in use");
        assertThat(docker.run("rename", "one", "a/b").err())
                .contains("Error when allocating new name: Invalid container name (/a/b), only");
        assertThat(docker.run("rename", "one", "one").err())
                .contains("Renaming a container with the same name as its current name");
        docker.ok("inspect", "one", "two");
    }

    @Test
    void logs_details_comeBeforeEachLine(Docker docker) {
        docker.ok("run", "--name", "plain", "busybox", "echo", "line");
        assertThat(docker.run("logs", "--details", "plain").out()).isEqualTo(" line\n");
        docker.ok(Docker.join(
                new String[] {"run", "--name", "told", "--label", "a=1", "-e", "E=x y"},
                new String[] {"--log-opt", "labels=a,b", "--log-opt", "env=E", "busybox", "echo", "line"}));
        assertThat(docker.run("logs", "--details", "told").out()).isEqualTo("E=x+y,a=1 line\n");
        assertThat(docker.run("logs", "told").out()).isEqualTo("line\n");
    }

    @Test
    void inspect_hiddenPaths_areSaid(Docker docker) {
        docker.ok("create", "--name", "usual", "busybox");
        docker.ok("create", "--name", "free", "--security-opt", "systempaths=unconfined", "busybox");
        String both = "{{json .HostConfig.MaskedPaths}} {{json .HostConfig.ReadonlyPaths}}";
        assertThat(docker.ok("inspect", "-f", both, "usual")).contains("\"/proc/kcore\"", "\"/proc/sys\"");
        assertThat(docker.ok("inspect", "-f", both, "free")).isEqualTo("[] []");
    }

    @Test
    void rm_running_isRefusedUnlessForced(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        assertThat(docker.api("DELETE", "/containers/box").status()).isEqualTo(409);
        Result refused = docker.run("rm", "box");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("You cannot remove a running container");
        docker.ok("rm", "-f", "box");
        assertThat(docker.api("GET", "/containers/box/json").status()).isEqualTo(404);
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
        String id = docker.ok("create", "--name", "box", "busybox");
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
