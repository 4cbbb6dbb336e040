package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Containers;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Walkthrough C11 to C13: links on the default bridge; what is refused is in {@link LinkErrorsIT}. */
@OnEngine
@ExtendWith(NothingLeft.class)
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
        String id = Containers.shortId(docker, "test1");
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
        assertThat(docker.ok("exec", "test1", "env")).doesNotContain("TEST2");
        assertThat(docker.ok("inspect", "-f", "{{json .HostConfig.Links}}", "test2"))
                .isEqualTo("[\"/test1:/test2/server\"]");
    }

    @Test
    void link_followsARestartToTheNewAddress(Docker docker) {
        web(docker, "test1");
        docker.ok("run", "-d", "--name", "test2", "--link", "test1", "busybox", "sleep", "600");
        String before = docker.address("test1");
        docker.ok("stop", "-t", "0", "test1");
        idle(docker, "squatter");
        docker.ok("start", "test1");
        String after = docker.address("test1");
        assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts")).contains(after + "\ttest1");
        if (!after.equals(before)) {
            assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts")).doesNotContain(before + "\ttest1");
        }
        assertThat(docker.run("exec", "test2", "ping", "-c", "1", "test1").exit())
                .isZero();
        assertThat(docker.ok("exec", "test2", "sh", "-c", "tr '\\0' '\\n' < /proc/1/environ"))
                .as("the variables of what runs already stay")
                .contains("TEST1_PORT=tcp://" + before + ":80");
    }

    @Test
    void link_hostsLine_hasAliasHostnameAndNameIfThatIsAnother(Docker docker) {
        idle(docker, "test1", "-h", "store");
        idle(docker, "same", "-h", "same");
        idle(docker, "test2", "--link", "test1", "--link", "test1:data", "--link", "same");

        assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts").lines())
                .contains(
                        docker.address("test1") + "\ttest1 store",
                        docker.address("test1") + "\tdata store test1",
                        docker.address("same") + "\tsame same");
    }

    /** Each may be tried first, by the order of their ids. */
    @Test
    void link_daemonStartsAgainAfterEverythingDied_startsWhatIsLinkedToFirst(Engine engine) {
        Docker docker = engine.docker();
        idle(docker, "one", "--restart", "always");
        idle(docker, "two", "--restart", "always", "--link", "one");
        idle(docker, "three", "--restart", "always", "--link", "two");
        String pids = docker.ok("inspect", "-f", "{{.State.Pid}}", "one", "two", "three");
        engine.killDaemon();
        docker.onHost("sh", "-c", "kill -9 " + pids.replace('\n', ' '));

        engine.startDaemon();

        docker.until(() -> Stream.of("one", "two", "three")
                .allMatch(name -> docker.run("exec", name, "true").exit() == 0));
        assertThat(docker.ok("exec", "three", "cat", "/etc/hosts")).contains(docker.address("two") + "\ttwo ");
        assertThat(docker.run("exec", "two", "ping", "-c", "1", "one").exit()).isZero();
    }

    @Test
    void link_environment_hasSortedPortsRangesAndTheOthersVariables(Docker docker) {
        docker.ok(
                "run",
                "-d",
                "--name",
                "ports",
                "--expose",
                "81",
                "--expose",
                "80",
                "--expose",
                "82",
                "--expose",
                "53/udp",
                "--expose",
                "80/udp",
                "--expose",
                "90",
                "-e",
                "HOME=/x",
                "-e",
                "PATH=/bin",
                "-e",
                "EMPTY=",
                "-e",
                "Q=a b=c",
                "busybox",
                "sleep",
                "600");
        String ip = docker.address("ports");

        List<String> env = docker.ok("run", "--rm", "--name", "c-3", "--link", "ports:my-p", "busybox", "env")
                .lines()
                .filter(line -> line.startsWith("MY_P_"))
                .toList();

        assertThat(env)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                "NAME=/c-3/my-p",
                                "ENV_EMPTY=",
                                "ENV_Q=a b=c",
                                "PORT=udp://" + ip + ":53",
                                port(ip, 53, "udp"),
                                port(ip, 80, "tcp"),
                                "PORT_80_TCP_START=tcp://" + ip + ":80",
                                "PORT_80_TCP_PORT_START=80",
                                "PORT_80_TCP_END=tcp://" + ip + ":82",
                                "PORT_80_TCP_PORT_END=82",
                                port(ip, 80, "udp"),
                                port(ip, 81, "tcp"),
                                port(ip, 82, "tcp"),
                                port(ip, 90, "tcp"))
                        .flatMap(String::lines)
                        .map(line -> "MY_P_" + line)
                        .toList());
    }

    private static String port(String ip, int number, String protocol) {
        String name = "PORT_" + number + "_" + protocol.toUpperCase(Locale.ROOT);
        return name + "=" + protocol + "://" + ip + ":" + number + "\n" + name + "_ADDR=" + ip + "\n" + name + "_PORT="
                + number + "\n" + name + "_PROTO=" + protocol;
    }

    @Test
    void link_alias_isANameOfTheOtherContainer(Docker docker) {
        idle(docker, "test1");
        idle(docker, "test2", "--link", "test1:alias", "--link", "test1");

        assertThat(docker.ok("ps", "--no-trunc", "--format", "{{.Names}}").lines())
                .containsExactly("test2", "test1,test2/alias,test2/test1");
        assertThat(docker.ok("inspect", "-f", "{{.Name}}", "test2/alias")).isEqualTo("/test1");
        assertThat(docker.ok("stop", "-t", "0", "test2/alias")).isEqualTo("test2/alias");
        assertThat(docker.ok("ps", "--no-trunc", "--format", "{{.Names}}")).isEqualTo("test2");
    }

    @Test
    void link_aliasTwice_theFirstHasIt(Docker docker) {
        idle(docker, "one");
        idle(docker, "two");
        idle(docker, "box", "--link", "one:x", "--link", "two:x");

        assertThat(docker.ok("inspect", "-f", "{{json .HostConfig.Links}}", "box"))
                .isEqualTo("[\"/one:/box/x\"]");
        assertThat(docker.ok("exec", "box", "cat", "/etc/hosts").lines().filter(line -> line.contains("\tx ")))
                .hasSize(1);
    }

    @Test
    void rmLink_takesTheName(Docker docker) {
        idle(docker, "test1");
        idle(docker, "test2", "--link", "test1:alias");

        assertThat(docker.ok("rm", "--link", "test2/alias")).isEqualTo("test2/alias");

        assertThat(docker.ok("ps", "--no-trunc", "--format", "{{.Names}}").lines())
                .containsExactly("test2", "test1");
        assertThat(docker.ok("exec", "test2", "cat", "/etc/hosts")).doesNotContain("alias");
        assertThat(docker.run("rm", "--link", "test2/nope").err()).contains("No such container: test2/nope");
        assertThat(docker.run("rm", "--link", "test2").err())
                .contains("Conflict, cannot remove the default link name of the container");
        assertThat(docker.run("rename", "test1", "test2/foo").err())
                .contains("Error when allocating new name: Invalid container name");
    }

    @Test
    void link_toASharedNetworkStack_leadsToItsOwner(Docker docker) {
        idle(docker, "owner");
        idle(docker, "sharer", "--network", "container:owner");
        String line = docker.address("owner") + "\ts " + Containers.shortId(docker, "owner") + " owner";

        assertThat(docker.ok("run", "--rm", "--link", "sharer:s", "busybox", "cat", "/etc/hosts")
                        .lines())
                .contains(line);
    }
}
