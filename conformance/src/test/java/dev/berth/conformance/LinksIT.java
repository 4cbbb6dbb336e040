package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
    void link_toWhatItCannotBeLinkedTo_isRefused(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "apart", "--network", "net1");
        idle(docker, "hosted", "--network", "host");
        idle(docker, "test1");

        assertThat(refusal(docker, "--link", "apart"))
                .contains("Cannot link to /apart, as it does not belong to the default network");
        String undefined = "conflicting options: host type networking can't be used with links. This would result in"
                + " undefined behavior";
        assertThat(refusal(docker, "--link", "hosted")).contains(undefined);
        assertThat(refusal(docker, "--network", "host", "--link", "test1")).contains(undefined);
        assertThat(refusal(docker, "--network", "container:test1", "--link", "test1"))
                .contains("conflicting options: container type network can't be used with links.");
        assertThat(refusal(docker, "--link", ":x"))
                .contains("could not get container for : invalid name or ID supplied: \"\"");
        assertThat(docker.api(
                                "POST",
                                "/containers/create",
                                "{\"Image\":\"busybox\",\"HostConfig\":{\"Links\":[\"nobody\"]}}")
                        .status())
                .isEqualTo(400);
        assertThat(docker.api(
                                "POST",
                                "/containers/create",
                                "{\"Image\":\"busybox\",\"HostConfig\":{\"Links\":[\"a:b:c\"]}}")
                        .body())
                .contains("bad format for links: a:b:c");
    }

    private static String refusal(Docker docker, String... flags) {
        Docker.Result refused = docker.run(
                Docker.join(new String[] {"run", "--name", "refused"}, flags, new String[] {"busybox", "true"}));
        docker.run("rm", "-f", "refused");
        assertThat(refused.exit()).isEqualTo(125);
        return refused.err();
    }

    @Test
    void link_toASharedNetworkStack_leadsToItsOwner(Docker docker) {
        idle(docker, "owner");
        idle(docker, "sharer", "--network", "container:owner");
        String line = docker.address("owner") + "\ts "
                + docker.ok("inspect", "-f", "{{.Id}}", "owner").substring(0, 12) + " owner";

        assertThat(docker.ok("run", "--rm", "--link", "sharer:s", "busybox", "cat", "/etc/hosts")
                        .lines())
                .contains(line);
    }

    @Test
    void link_onAUserNetwork_needsNobodyThereAndReservesNothing(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "early", "--network", "net1", "--link", "late:x");
        assertThat(docker.ok("inspect", "-f", "{{json .NetworkSettings.Networks.net1.Links}}", "early"))
                .isEqualTo("[\"late:x\"]");
        assertThat(docker.run("inspect", "early/x").exit()).isNotZero();

        idle(docker, "late", "--network", "net1");

        assertThat(docker.run("exec", "early", "ping", "-c", "1", "x").exit()).isZero();
        assertThat(docker.ok("ps", "--no-trunc", "--format", "{{.Names}}").lines())
                .containsExactly("late", "early");
    }

    @Test
    void networkConnect_withLink_isAPrivateAlias(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "server", "--network", "net1");
        idle(docker, "client");
        idle(docker, "other", "--network", "net1");

        docker.ok("network", "connect", "--link", "server:y", "net1", "client");

        assertThat(docker.run("exec", "client", "ping", "-c", "1", "y").exit()).isZero();
        assertThat(docker.run("exec", "other", "ping", "-c", "1", "y").exit()).isNotZero();
    }

    private static void idle(Docker docker, String name, String... flags) {
        docker.ok(Docker.join(
                new String[] {"run", "-d", "--name", name}, flags, new String[] {"busybox", "sleep", "600"}));
    }

    @Test
    void addHost_malformed_isRefused(Docker docker) {
        for (String[] bad : new String[][] {
            {"nocolon", "bad format for add-host: \\\"nocolon\\\""},
            {":1.2.3.4", "bad format for add-host: \\\":1.2.3.4\\\""},
            {"host:notanip", "invalid IP address in add-host: \\\"notanip\\\""},
            {"host:", "invalid IP address in add-host: \\\"\\\""},
        }) {
            Docker.Answer refused = docker.api(
                    "POST",
                    "/containers/create",
                    "{\"Image\":\"busybox\",\"HostConfig\":{\"ExtraHosts\":[\"" + bad[0] + "\"]}}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains(bad[1]);
        }
    }
}
