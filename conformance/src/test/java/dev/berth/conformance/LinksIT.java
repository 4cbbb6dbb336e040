package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Walkthrough C11 to C13: links on the default bridge. */
@OnEngine
class LinksIT {
    private static void web(Docker docker, String name) {
        docker.ok(
                "run",
                "-d",
                "--name",
                name,
                "--expose",
                "80",
                "-e",
                "COLOUR=blue",
                "busybox",
                "sh",
                "-c",
                "mkdir -p /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www");
    }

    @Test
    void link_reachesByName(Docker docker) {
        web(docker, "test1");
        docker.ok("run", "-d", "--name", "test2", "--link", "test1", "busybox", "sleep", "600");
        assertThat(docker.run("exec", "test2", "ping", "-c", "2", "test1").exit())
                .isZero();
        docker.until(() -> docker.run("exec", "test2", "wget", "-qO-", "http://test1/")
                .out()
                .equals("page\n"));
    }

    @Test
    void link_hostsAndEnvironment(Docker docker) {
        web(docker, "test1");
        String address = docker.address("test1");
        String id = docker.ok("inspect", "-f", "{{.Id}}", "test1").substring(0, 12);
        docker.ok("run", "-d", "--name", "test2", "--link", "test1:server", "busybox", "sleep", "600");
        assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts").lines())
                .contains(address + "\tserver " + id + " test1");
        List<String> env = docker.ok("exec", "test2", "env").lines().toList();
        assertThat(env)
                .contains(
                        "SERVER_NAME=/test2/server",
                        "SERVER_PORT=tcp://" + address + ":80",
                        "SERVER_PORT_80_TCP=tcp://" + address + ":80",
                        "SERVER_PORT_80_TCP_ADDR=" + address,
                        "SERVER_PORT_80_TCP_PORT=80",
                        "SERVER_PORT_80_TCP_PROTO=tcp",
                        "SERVER_ENV_COLOUR=blue");
        assertThat(docker.ok("exec", "test1", "cat", "/etc/hosts")).doesNotContain("test2");
        assertThat(docker.ok("inspect", "-f", "{{json .HostConfig.Links}}", "test2"))
                .isEqualTo("[\"/test1:/test2/server\"]");
    }

    @Test
    void link_followsARestartToTheNewAddress(Docker docker) {
        web(docker, "test1");
        docker.ok("run", "-d", "--name", "test2", "--link", "test1", "busybox", "sleep", "600");
        String before = docker.address("test1");
        docker.ok("stop", "-t", "0", "test1");
        docker.ok("run", "-d", "--name", "squatter", "busybox", "sleep", "600");
        docker.ok("start", "test1");
        String after = docker.address("test1");
        assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts")).contains(after + "\ttest1");
        if (!after.equals(before)) {
            assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts")).doesNotContain(before + "\ttest1");
        }
        assertThat(docker.run("exec", "test2", "ping", "-c", "1", "test1").exit())
                .isZero();
    }

    @Test
    void link_toNothing_isAnError(Docker docker) {
        Docker.Result refused = docker.run("run", "-d", "--name", "box", "--link", "nobody", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("could not get container for nobody");
    }

    @Test
    void link_toAStoppedContainer_isAnErrorAtStart(Docker docker) {
        docker.ok("create", "--name", "idle", "busybox", "true");
        Docker.Result refused = docker.run("run", "-d", "--name", "box", "--link", "idle:x", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("Cannot link to a non running container: /idle AS /box/x");
    }

    @Test
    void link_onAUserNetwork_isAPrivateAlias(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok("run", "-d", "--name", "server", "--network", "net1", "busybox", "sleep", "600");
        docker.ok(
                "run",
                "-d",
                "--name",
                "linked",
                "--network",
                "net1",
                "--link",
                "server:alias",
                "busybox",
                "sleep",
                "600");
        docker.ok("run", "-d", "--name", "unlinked", "--network", "net1", "busybox", "sleep", "600");
        assertThat(docker.run("exec", "linked", "ping", "-c", "1", "alias").exit())
                .isZero();
        assertThat(docker.run("exec", "unlinked", "ping", "-c", "1", "alias").exit())
                .isNotZero();
    }
}
