package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NameServer;
import dev.berth.conformance.harness.OnEngine;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walkthrough C14: names on user-defined networks, asked by dig, by busybox and by the C library. */
@OnEngine
class NamesIT {
    private static void idle(Docker docker, String name, String... flags) {
        docker.ok(Docker.join(
                new String[] {"run", "-d", "--name", name}, flags, new String[] {"busybox", "sleep", "600"}));
    }

    private static String on(Docker docker, String network, String container) {
        return docker.ok(
                "inspect", "-f", "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}", container);
    }

    @Test
    void name_inEveryForm_resolves(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1", "--network-alias", "www", "-h", "hosty");
        idle(docker, "client", "--network", "net1");
        String address = on(docker, "net1", "web");
        String id = docker.ok("inspect", "-f", "{{.Id}}", "web").substring(0, 12);

        for (String name : new String[] {"web", "WEB", "www", "hosty", id, "web.net1", "WWW.net1"}) {
            assertThat(docker.dig("client", "+short", name)).as(name).isEqualTo(address);
            assertThat(docker.dig("client", "+short", "+tcp", name)).as(name).isEqualTo(address);
        }
        assertThat(docker.dig("client", "+short", "-x", address)).isEqualTo("web.net1.");
    }

    @Test
    void name_withoutThatType_isNoData(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1");
        idle(docker, "client", "--network", "net1");

        assertThat(docker.dig("client", "AAAA", "web")).contains("status: NOERROR", "ANSWER: 0");
        assertThat(docker.dig("client", "MX", "web")).contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void name_askedByTheCLibraryAndByBusybox_resolves(Docker docker) {
        docker.importRealImages();
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1");
        String address = on(docker, "net1", "web");

        assertThat(docker.ok("run", "--rm", "--network", "net1", "nginx", "getent", "hosts", "web"))
                .matches(address + "\\s+web");
        assertThat(docker.ok("run", "--rm", "--network", "net1", "nginx", "getent", "ahostsv4", "web.net1"))
                .contains(address);
        assertThat(docker.run("run", "--rm", "--network", "net1", "nginx", "getent", "ahostsv6", "web")
                        .out())
                .doesNotContain(":0:");
        assertThat(docker.ok("run", "--rm", "--network", "net1", "busybox", "nslookup", "web"))
                .contains("Server:\t\t127.0.0.11", address);
    }

    @Test
    void alias_ofSeveral_givesAllInTurn(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "one", "--network", "net1", "--network-alias", "all");
        idle(docker, "two", "--network", "net1", "--network-alias", "all");
        idle(docker, "client", "--network", "net1");
        Set<String> first = new HashSet<>();

        docker.until(() -> {
            String answer = docker.dig("client", "+short", "all");
            assertThat(answer.lines()).hasSize(2);
            first.add(answer.lines().findFirst().orElseThrow());
            return first.size() == 2;
        });
    }

    @Test
    void name_ofAContainerThatIsMadeAnew_leadsToTheNewOne(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1");
        idle(docker, "client", "--network", "net1");
        String before = on(docker, "net1", "web");
        docker.ok("rm", "-f", "web");
        idle(docker, "squatter", "--network", "net1");
        idle(docker, "web", "--network", "net1");

        assertThat(docker.dig("client", "+short", "web"))
                .isEqualTo(on(docker, "net1", "web"))
                .isNotEqualTo(before);
    }

    @Test
    void name_onAnotherNetwork_isNotSeen(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok("network", "create", "net2");
        idle(docker, "web", "--network", "net1");
        idle(docker, "client", "--network", "net2");
        assertThat(docker.run("exec", "client", "ping", "-c", "1", "web").exit())
                .isNotZero();

        docker.ok("network", "connect", "--alias", "late", "net2", "web");

        assertThat(docker.dig("client", "+short", "late")).isEqualTo(on(docker, "net2", "web"));
        docker.ok("network", "disconnect", "net2", "web");
        assertThat(docker.dig("client", "+short", "late")).doesNotContain("172.");
    }

    @Test
    void elsewhere_isAskedOfTheServersGiven(Docker docker) {
        docker.ok("network", "create", "net1");
        try (NameServer server = NameServer.start(docker, "net1")) {
            idle(docker, "client", "--network", "net1", "--dns", server.address());

            assertThat(docker.dig("client", "+short", "www.example")).isEqualTo(NameServer.ANSWER);
            assertThat(docker.ok("exec", "client", "nslookup", "www.example")).contains(NameServer.ANSWER);
        }
        assertThat(docker.dig("client", "+short", "gone.example")).doesNotContain(NameServer.ANSWER);
        try (NameServer server = NameServer.start(docker, "net1")) {
            assertThat(server.address()).isNotEmpty();
            docker.until(() -> docker.dig("client", "+short", "back.example").equals(NameServer.ANSWER));
        }
    }

    @Test
    void elsewhere_onAnInternalNetwork_isAskedOfReachableServersOnly(Docker docker) {
        docker.ok("network", "create", "--internal", "inside");
        try (NameServer server = NameServer.start(docker, "inside")) {
            idle(docker, "plain", "--network", "inside");
            idle(docker, "given", "--network", "inside", "--dns", server.address());

            assertThat(docker.dig("given", "+short", "www.example")).isEqualTo(NameServer.ANSWER);
            assertThat(docker.dig("plain", "+short", "+time=1", "www.example")).doesNotContain(NameServer.ANSWER);
        }
    }

    @Test
    void resolvConf_saysWhereToAskAndWhatTheUserGave(Docker docker) {
        docker.ok("network", "create", "net1");
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "--network",
                        "net1",
                        "--dns",
                        "192.0.2.1",
                        "--dns-search",
                        "corp.example",
                        "--dns-option",
                        "timeout:3",
                        "busybox",
                        "cat",
                        "/etc/resolv.conf"))
                .isEqualTo("search corp.example\nnameserver 127.0.0.11\noptions timeout:3 ndots:0");
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "--dns",
                        "192.0.2.1",
                        "--dns",
                        "192.0.2.2",
                        "--dns-search",
                        ".",
                        "busybox",
                        "cat",
                        "/etc/resolv.conf"))
                .isEqualTo("nameserver 192.0.2.1\nnameserver 192.0.2.2");
    }

    @Test
    void files_editedByTheUser_areKept(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "target");
        idle(docker, "box", "--link", "target:t");
        docker.ok("exec", "box", "sh", "-c", "echo '10.1.2.3 mine' >> /etc/hosts");

        docker.ok("network", "connect", "net1", "box");
        docker.ok("restart", "-t", "0", "target");

        assertThat(docker.ok("exec", "box", "cat", "/etc/hosts"))
                .contains("10.1.2.3 mine", docker.address("target") + "\tt ");
    }

    @Test
    void hosts_addedByTheUser_areThere(Docker docker) {
        String gateway =
                docker.onHost("sh", "-c", "ip -4 -o address show docker0 | sed -E 's/.* inet ([0-9.]+).*/\\1/'");

        assertThat(docker.ok(
                                "run",
                                "--rm",
                                "--add-host",
                                "ex:192.0.2.7",
                                "--add-host",
                                "host:host-gateway",
                                "-h",
                                "box.example",
                                "busybox",
                                "cat",
                                "/etc/hosts")
                        .lines())
                .contains("192.0.2.7\tex", gateway + "\thost")
                .anyMatch(line -> line.endsWith("\tbox.example box"));
    }
}
