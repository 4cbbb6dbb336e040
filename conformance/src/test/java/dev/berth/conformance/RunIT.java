package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walkthrough A1 to A3 and A6: containers that run once, and what they are given. */
@OnEngine
class RunIT {
    /** Attaches, says something, and is gone: with the answer read, or unread, which the engine sees as a reset. */
    private static final String CUT_OFF = """
            import select, socket, sys
            client = socket.socket(socket.AF_UNIX)
            client.connect(sys.argv[1])
            client.sendall(b"POST /v1.41/containers/late/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\\r\\nHost: d\\r\\n"
                b"Connection: Upgrade\\r\\nUpgrade: tcp\\r\\n\\r\\n")
            select.select([client], [], [])
            if sys.argv[2] == "read": client.recv(65536)
            client.sendall(b"last words\\n")
            client.close()
            """;

    @Test
    void commandsOfAFreshEngine_areAnswered(Docker docker) {
        assertThat(docker.ok("version", "--format", "{{.Server.Os}}")).isEqualTo("linux");
        assertThat(docker.ok("info", "--format", "{{.OSType}}")).isEqualTo("linux");
        assertThat(docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}")).contains("busybox:latest");
        assertThat(docker.ok("ps", "-a", "-q")).isEmpty();
    }

    @Test
    void run_echo_printsAndExitsZero(Docker docker) {
        Result result = docker.run("run", "--rm", "busybox", "echo", "hello");
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.exit()).isZero();
    }

    @Test
    void run_exitCode_isTheCommands(Docker docker) {
        assertThat(docker.run("run", "--rm", "busybox", "sh", "-c", "exit 7").exit())
                .isEqualTo(7);
    }

    @Test
    void run_streams_staySeparate(Docker docker) {
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2");
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
    }

    @Test
    void run_commandThatLeavesItsInputUnread_isHeardToItsEnd(Docker docker) {
        Result result = docker.runWithInput("x".repeat(300_000), "run", "-i", "--rm", "busybox", "head", "-c", "10");
        assertThat(result.out()).isEqualTo("x".repeat(10));
    }

    @Test
    void run_stdin_reachesTheCommandAndEnds(Docker docker) {
        Result result = docker.runWithInput("hi\n", "run", "-i", "--rm", "busybox", "cat");
        assertThat(result.out()).isEqualTo("hi\n");
        assertThat(result.exit()).isZero();
    }

    @Test
    void run_muchOutput_arrivesWhole(Docker docker) {
        Result result = docker.run(
                "run", "--rm", "busybox", "sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
        assertThat(result.out().lines().count()).isEqualTo(20000);
        assertThat(result.out()).endsWith("line 19999\n");
    }

    @Test
    void run_tty_hasATerminal(Docker docker) {
        Result result = docker.runInTerminal("run", "--rm", "-it", "busybox", "sh", "-c", "tty && echo yes");
        assertThat(result.out()).contains("/dev/pts/0", "yes");
    }

    @Test
    void run_commandNotFound_exits127AndLeavesNoRunningContainer(Docker docker) {
        Result result = docker.run("run", "--rm", "busybox", "no-such-command");
        assertThat(result.exit()).isEqualTo(127);
        assertThat(result.err()).contains("no-such-command").contains("executable file not found in $PATH");
    }

    @Test
    void run_notExecutable_exits126(Docker docker) {
        assertThat(docker.run("run", "--rm", "busybox", "/etc/passwd").exit()).isEqualTo(126);
    }

    @Test
    void run_unknownImage_exits125(Docker docker) {
        Result result = docker.run("run", "--rm", "--pull", "never", "no-such-image", "true");
        assertThat(result.exit()).isEqualTo(125);
        assertThat(result.err()).contains("No such image: no-such-image:latest");
    }

    @Test
    void top_takesArgumentsOfPs(Docker docker) {
        docker.ok("run", "-d", "--name", "web", "busybox", "sleep", "600");
        String[] chosen = docker.ok("top", "web", "-o", "pid,args").lines().toArray(String[]::new);
        assertThat(chosen).hasSize(2);
        assertThat(chosen[0]).startsWith("PID").endsWith("COMMAND");
        String[] other = docker.ok("top", "web", "-x", "--sort", "pid").lines().toArray(String[]::new);
        assertThat(other).hasSize(2);
        assertThat(other[0].split("\\s+")).containsExactly("PID", "TTY", "STAT", "TIME", "COMMAND");
        assertThat(other[1]).endsWith("sleep 600");
        Result refused = docker.run("top", "web", "--nope");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Error response from daemon: ").contains("unknown gnu long option");
    }

    @Test
    void detached_logsAndExec(Docker docker) {
        docker.ok("run", "-d", "--name", "web", "busybox", "sh", "-c", "echo started; echo warned >&2; sleep 600");
        docker.until(() -> docker.run("logs", "web").out().equals("started\n"));
        assertThat(docker.run("logs", "web").err()).isEqualTo("warned\n");
        assertThat(docker.ok("ps", "--format", "{{.Names}}")).isEqualTo("web");
        assertThat(docker.ok("top", "web")).contains("sleep 600");
        assertThat(docker.ok(
                        "exec",
                        "-e",
                        "A=b",
                        "-w",
                        "/tmp",
                        "-u",
                        "nobody",
                        "web",
                        "sh",
                        "-c",
                        "echo $A $(pwd) $(id -un)"))
                .isEqualTo("b /tmp nobody");
        assertThat(docker.run("exec", "web", "sh", "-c", "exit 5").exit()).isEqualTo(5);
        assertThat(docker.runWithInput("in\n", "exec", "-i", "web", "cat").out())
                .isEqualTo("in\n");
    }

    @Test
    void logs_followEndsWithTheContainer(Docker docker) {
        docker.ok("run", "-d", "--name", "brief", "busybox", "sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.2; done");
        assertThat(docker.ok("logs", "-f", "brief")).isEqualTo("1\n2\n3");
        assertThat(docker.ok("logs", "--tail", "1", "brief")).isEqualTo("3");
        assertThat(docker.ok("logs", "--timestamps", "brief").lines())
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z \\d"));
    }

    @Test
    void attach_seesOutputToTheEnd(Docker docker) {
        docker.ok("create", "--name", "late", "busybox", "sh", "-c", "echo one; echo two");
        assertThat(docker.ok("start", "-a", "late")).isEqualTo("one\ntwo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "unread"})
    void attach_clientIsGoneBeforeTheStart_itsInputComesAndEnds(String answer, Docker docker) {
        docker.ok("create", "-i", "--name", "late", "busybox", "sh", "-c", "cat; echo over");
        docker.onHost("python3", "-c", CUT_OFF, docker.socket(), answer);
        docker.ok("start", "late");
        docker.until(
                () -> docker.ok("inspect", "-f", "{{.State.Status}}", "late").equals("exited"));
        assertThat(docker.ok("logs", "late")).endsWith("over");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = ">>", textBlock = """
        -h CONTAINER               >> hostname                              >> CONTAINER
        -e GREETING=hello          >> echo $GREETING                        >> hello
        -w /tmp                    >> pwd                                   >> /tmp
        -u 1000:1000               >> echo $(id -u) $(id -g)                >> 1000 1000
        -u nobody                  >> id -un                                >> nobody
        --read-only                >> touch /x 2>/dev/null || echo refused >> refused
        --cap-drop ALL             >> grep CapEff /proc/self/status | awk '{print $2}' >> 0000000000000000
        --cap-add SYS_TIME         >> grep CapEff /proc/self/status | awk '{print $2}' >> 00000000aa0425fb
        --ulimit nofile=512:1024   >> ulimit -n                             >> 512
        --sysctl net.ipv4.ip_forward=0 >> cat /proc/sys/net/ipv4/ip_forward >> 0
        --shm-size 16m             >> df -k /dev/shm | tail -1 | awk '{print $2}' >> 16384
        --tmpfs /scratch:size=4m   >> df -k /scratch | tail -1 | awk '{print $2}' >> 4096
        --entrypoint /bin/echo     >> x                                     >> -c x
        """)
    void run_option_isSeenInside(String option, String script, String expected, Docker docker) {
        String[] words = option.trim().split(" ");
        boolean entrypoint = words[0].equals("--entrypoint");
        String[] command = entrypoint
                ? new String[] {"busybox", "-c", script.trim()}
                : new String[] {"busybox", "sh", "-c", script.trim()};
        assertThat(docker.ok(Docker.join(new String[] {"run", "--rm"}, words, command)))
                .isEqualTo(expected.trim());
    }

    @Test
    void run_init_isProcessOne(Docker docker) {
        assertThat(docker.ok("run", "--rm", "--init", "busybox", "cat", "/proc/1/comm"))
                .matches("docker-init|tini.*|catatonit");
    }

    /** Not on dockerd: where the host itself lacks a capability, dockerd fails to give it, Berth gives what there is. */
    @Test
    @Tag("beyond-docker")
    void run_privileged_hasWhatTheHostHas(Docker docker) {
        String status = "awk '/CapEff|Seccomp:/{print $2}' /proc/self/status";
        assertThat(docker.ok("run", "--rm", "--privileged", "busybox", "sh", "-c", status))
                .isEqualTo(docker.onHost("sh", "-c", status));
    }

    @Test
    void run_seccomp_isOnUnlessUnconfined(Docker docker) {
        String status = "awk '/Seccomp:/{print $2}' /proc/self/status";
        assertThat(docker.ok("run", "--rm", "busybox", "sh", "-c", status)).isEqualTo("2");
        assertThat(docker.ok("run", "--rm", "--security-opt", "seccomp=unconfined", "busybox", "sh", "-c", status))
                .isEqualTo("0");
    }

    @Test
    void run_labels_areFilteredBy(Docker docker) {
        docker.ok("run", "-d", "--name", "labelled", "--label", "tier=front", "busybox", "sleep", "600");
        docker.ok("run", "-d", "--name", "plain", "busybox", "sleep", "600");
        assertThat(docker.ok("ps", "--filter", "label=tier=front", "--format", "{{.Names}}"))
                .isEqualTo("labelled");
        assertThat(docker.ok("inspect", "--format", "{{.Config.Labels.tier}}", "labelled"))
                .isEqualTo("front");
    }

    @Test
    void restartPolicy_onFailure_triesAsOftenAsSaid(Docker docker) {
        docker.ok("run", "-d", "--name", "failing", "--restart", "on-failure:2", "busybox", "sh", "-c", "exit 3");
        docker.until(() -> docker.ok("inspect", "--format", "{{.RestartCount}} {{.State.Status}}", "failing")
                .equals("2 exited"));
        assertThat(docker.ok("inspect", "--format", "{{.State.ExitCode}}", "failing"))
                .isEqualTo("3");
    }
}
