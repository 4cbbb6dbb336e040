package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;

/** What containers share when they are told to, and what they may not do. */
@OnEngine
class ConfinementIT {
    private static final String SLEEPER =
            "trap 'exit 0' TERM; echo shared > /dev/shm/note; while :; do sleep 0.1; done";

    @Test
    void ipc_ofAnotherContainer_sharesItsMemory(Docker docker) {
        docker.ok("run", "-d", "--name", "owner", "--ipc", "shareable", "busybox", "sh", "-c", SLEEPER);
        docker.until(() -> docker.run("exec", "owner", "cat", "/dev/shm/note").exit() == 0);

        assertThat(docker.ok("run", "--rm", "--ipc", "container:owner", "busybox", "cat", "/dev/shm/note"))
                .isEqualTo("shared");
        assertThat(docker.run("run", "--rm", "busybox", "cat", "/dev/shm/note").exit())
                .isEqualTo(1);
        docker.ok("run", "-d", "--name", "private", "--ipc", "private", "busybox", "sleep", "600");
        assertThat(docker.run("run", "--rm", "--ipc", "container:private", "busybox", "true")
                        .err())
                .contains("non-shareable IPC");
        docker.ok("restart", "-t", "1", "owner");
        docker.until(() -> docker.run("exec", "owner", "cat", "/dev/shm/note").exit() == 0);
    }

    @Test
    void pid_ofAnotherContainer_showsItsProcesses(Docker docker) {
        docker.ok("run", "-d", "--name", "owner", "busybox", "sh", "-c", SLEEPER);

        assertThat(docker.ok("run", "--rm", "--pid", "container:owner", "busybox", "ps"))
                .contains("trap 'exit 0'");
        assertThat(docker.ok("run", "--rm", "busybox", "ps")).doesNotContain("trap");
    }

    @Test
    void uts_ofTheHost_hasItsName(Docker docker) {
        assertThat(docker.ok("run", "--rm", "--uts", "host", "busybox", "hostname"))
                .isEqualTo(docker.onHost("hostname"));
    }

    @Test
    void defaults_forbid(Docker docker) {
        String script = "mount -t tmpfs x /tmp 2>/dev/null && echo mounted;"
                + " unshare -U true 2>/dev/null && echo namespace;"
                + " (echo 1 > /proc/sys/kernel/panic) 2>/dev/null && echo sysctl;"
                + " grep -E 'CapBnd|Seccomp:|NoNewPrivs' /proc/self/status";
        assertThat(docker.ok("run", "--rm", "busybox", "sh", "-c", script).lines())
                .containsExactly("CapBnd:\t00000000a80425fb", "NoNewPrivs:\t0", "Seccomp:\t2");
    }

    @Test
    void options_loosenAndTighten(Docker docker) {
        String status = "grep -E 'CapBnd|Seccomp:|NoNewPrivs' /proc/self/status";
        assertThat(docker.ok(
                                "run",
                                "--rm",
                                "--cap-drop=ALL",
                                "--cap-add=NET_ADMIN",
                                "--security-opt=no-new-privileges",
                                "--security-opt=seccomp=unconfined",
                                "busybox",
                                "sh",
                                "-c",
                                status)
                        .lines())
                .containsExactly("CapBnd:\t0000000000001000", "NoNewPrivs:\t1", "Seccomp:\t0");
        assertThat(docker.ok(
                        "run", "--rm", "--cap-add=SYS_ADMIN", "busybox", "sh", "-c", "mount -t tmpfs x /tmp; echo $?"))
                .isEqualTo("0");
    }

    @Test
    void user_unknown_isRefused(Docker docker) {
        Result refused = docker.run("run", "--rm", "-u", "ghost", "busybox", "true");

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("unable to find user ghost: no matching entries in passwd file");
    }

    @Test
    void capability_unknown_isRefused(Docker docker) {
        Result refused = docker.run("run", "--rm", "--cap-add", "fly", "busybox", "true");

        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).containsIgnoringCase("capability: \"CAP_FLY\"");
    }

    @Test
    void workingDirectory_missing_isMade(Docker docker) {
        assertThat(docker.ok("run", "--rm", "-w", "/not/there", "busybox", "pwd"))
                .isEqualTo("/not/there");
    }
}
