package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Walkthrough E23 and E24: the engine itself. */
@OnEngine
class EngineIT {
    @Test
    void secondDaemon_onTheSameDataRoot_isRefused(Engine engine) {
        Docker.Result refused = engine.startSecondDaemon();
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("failed to start ");
        engine.docker().ok("info", "--format", "{{.ID}}");
    }

    @Test
    @Tag("beyond-docker")
    void secondDaemon_onTheSameDataRoot_saysWhoIsThere(Engine engine) {
        assertThat(engine.startSecondDaemon().err()).containsPattern("data root /\\S+ is in use by pid \\d+");
    }

    @Test
    void daemon_socketThatCannotBe_saysWhich(Engine engine) {
        engine.docker().onHost("touch", "/run/file");
        Docker.Result refused = engine.startOtherDaemon("unix:///run/file/engine.sock");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("can't create unix socket /run/file/engine.sock")
                .contains("not a directory");
        engine.docker().onHost("rm", "/run/file");
    }

    @Test
    void daemon_portInUse_saysWhich(Engine engine) {
        engine.docker().ok("run", "-d", "-p", "127.0.0.1:7375:80", "busybox", "sleep", "600");
        Docker.Result refused = engine.startOtherDaemon("tcp://127.0.0.1:7375");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("127.0.0.1:7375").containsIgnoringCase("address already in use");
    }

    @Test
    void daemon_bridgeAddressThatIsNone_isRefused(Engine engine) {
        Docker.Result refused = engine.startOtherDaemon("unix:///run/other.sock", "--bip", "300.1.1.1/24");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("300.1.1.1/24");
    }

    @Test
    @Tag("beyond-docker")
    void daemon_openToTheNetworkWithoutTls_isRefused(Engine engine) {
        Docker.Result refused = engine.startOtherDaemon("tcp://0.0.0.0:7376");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("without TLS");
    }

    @Test
    void berthCommand_speaksTheVersionOfTheEngine(Docker docker) {
        Docker.Result versions = docker.berth("version", "-f", "{{.Client.ApiVersion}} {{.Server.ApiVersion}}");
        String engines = docker.ok("version", "-f", "{{.Server.APIVersion}}");
        assertThat(versions.out()).as(versions.err()).isEqualTo(engines + " " + engines + "\n");
        Docker.Result said = docker.berth("run", "--rm", "busybox", "echo", "hello");
        assertThat(said.out()).as(said.err()).isEqualTo("hello\n");
    }

    @Test
    @Tag("beyond-docker")
    void killedDaemon_findsItsContainersAgain(Engine engine) {
        Docker docker = engine.docker();
        docker.ok("network", "create", "net1");
        docker.ok(
                "run", "-d", "--name", "server", "--network", "net1", "busybox", "sh", "-c", "echo before; sleep 600");
        docker.ok("run", "-d", "--name", "client", "--network", "net1", "busybox", "sleep", "600");
        docker.ok("run", "-d", "--name", "brief", "busybox", "sh", "-c", "echo spoken; sleep 2; exit 3");
        docker.ok(
                "run",
                "-d",
                "--name",
                "web",
                "-p",
                "8090:80",
                "busybox",
                "sh",
                "-c",
                "mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www");
        docker.until(() -> docker.fetchOnHost("127.0.0.1", 8090).equals("page\n"));
        engine.killDaemon();
        assertThat(docker.fetchAtNeighbour(docker.hostAddress(), 8090)).isEqualTo("page\n");
        engine.startDaemon();
        assertThat(docker.ok("ps", "--format", "{{.Names}}").lines()).contains("server", "client", "web");
        assertThat(docker.ok("wait", "brief")).isEqualTo("3");
        assertThat(docker.ok("logs", "brief")).isEqualTo("spoken");
        assertThat(docker.ok("logs", "server")).isEqualTo("before");
        assertThat(docker.run("exec", "client", "ping", "-c", "1", "server").exit())
                .isZero();
        docker.ok("rm", "-f", "web");
        assertThat(docker.fetchAtNeighbour(docker.hostAddress(), 8090)).isEmpty();
    }

    /** dockerd 20.10 that is killed at this moment starts it again at some times and at others not. */
    @Test
    @Tag("beyond-docker")
    void killedDaemon_restartsWhatWaitedToBeRestarted(Engine engine) {
        Docker docker = engine.docker();
        docker.ok("run", "-d", "--name", "loop", "--restart", "always", "busybox", "false");
        docker.until(() -> docker.ok("ps", "--format", "{{.Status}}").startsWith("Restarting"));
        engine.killDaemon();
        engine.startDaemon();
        String started = docker.ok("inspect", "-f", "{{.State.StartedAt}}", "loop");

        docker.until(() ->
                !docker.ok("inspect", "-f", "{{.State.StartedAt}}", "loop").equals(started));
    }
}
