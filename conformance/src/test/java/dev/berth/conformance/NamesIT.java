package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Containers;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.HostResolvConf;
import dev.berth.conformance.harness.Musl;
import dev.berth.conformance.harness.NameServer;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Walkthrough C14: names on user-defined networks, asked by dig, by busybox and by the C library. */
@OnEngine
@ExtendWith(NothingLeft.class)
class NamesIT {
    @Test
    void name_inEveryForm_resolves(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1", "--network-alias", "www", "-h", "hosty");
        idle(docker, "client", "--network", "net1");
        String address = Containers.address(docker, "net1", "web");
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
        String address = Containers.address(docker, "net1", "web");

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
    void name_onANetworkOfBothFamilies_hasBothAddresses(Docker docker) {
        docker.ok("network", "create", "--ipv6", "--subnet", "fd00:5::/64", "net1");
        idle(docker, "web", "--network", "net1");
        idle(docker, "client", "--network", "net1");
        String six = Containers.address6(docker, "net1", "web");

        assertThat(docker.dig("client", "+short", "A", "web")).isEqualTo(Containers.address(docker, "net1", "web"));
        assertThat(docker.dig("client", "+short", "AAAA", "web")).isEqualTo(six);
        assertThat(docker.dig("client", "+short", "-x", six)).isEqualTo("web.net1.");
        assertThat(docker.run("exec", "client", "ping6", "-c", "1", "web").exit())
                .isZero();
    }

    /** musl, the C library of Alpine: it asks for both families at once and takes the first answer to each. */
    @Test
    void name_askedByMusl_resolves(Docker docker) {
        Musl musl = new Musl(docker);
        docker.ok("network", "create", "net1");
        docker.ok("network", "create", "--ipv6", "--subnet", "fd00:6::/64", "net2");
        idle(docker, "web", "--network", "net1", "--network-alias", "www.site");
        idle(docker, "both", "--network", "net2");
        String address = Containers.address(docker, "net1", "web");

        assertThat(musl.resolve("net1", "web")).isEqualTo(address);
        assertThat(musl.resolve("net1", "WEB.net1")).isEqualTo(address);
        assertThat(musl.resolve("net1", "www.site")).isEqualTo(address);
        assertThat(musl.resolve("net2", "both").lines())
                .containsExactlyInAnyOrder(
                        Containers.address(docker, "net2", "both"), Containers.address6(docker, "net2", "both"));
    }

    @Test
    void defaultBridge_hasLinksOnly(Docker docker) {
        idle(docker, "web");
        idle(docker, "client");

        assertThat(docker.ok("exec", "client", "cat", "/etc/resolv.conf")).doesNotContain("127.0.0.11");
        assertThat(docker.dig("client", "+time=1", "web")).contains("no servers could be reached");
    }

    @Test
    void elsewhere_hostsServersOnItsLoopback_areAskedFromTheHost(Docker docker) {
        docker.ok("network", "create", "net1");
        try (HostResolvConf conf = HostResolvConf.of(docker, "127.0.0.1");
                NameServer server = NameServer.at(docker, "127.0.0.1")) {
            assertThat(conf.nameservers()).containsExactly(server.address());
            idle(docker, "client", "--network", "net1");

            assertThat(docker.dig("client", "+short", "www.example")).isEqualTo(NameServer.ANSWER);
        }
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
        String before = Containers.address(docker, "net1", "web");
        docker.ok("rm", "-f", "web");
        idle(docker, "squatter", "--network", "net1");
        idle(docker, "web", "--network", "net1");

        assertThat(docker.dig("client", "+short", "web"))
                .isEqualTo(Containers.address(docker, "net1", "web"))
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

        assertThat(docker.dig("client", "+short", "late")).isEqualTo(Containers.address(docker, "net2", "web"));
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
            assertThat(new Musl(docker).resolve("net1", "www.example", "--dns", server.address()))
                    .contains(NameServer.ANSWER);
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
    void hosts_inTheHostsNetwork_areTheHostsUnlessTheUserAddsSome(Docker docker) {
        String own = docker.onHost("cat", "/etc/hosts");

        assertThat(docker.ok("run", "--rm", "--network", "host", "busybox", "cat", "/etc/hosts"))
                .isEqualTo(own);
        assertThat(docker.ok(
                                "run",
                                "--rm",
                                "--network",
                                "host",
                                "--add-host",
                                "ex:192.0.2.7",
                                "busybox",
                                "cat",
                                "/etc/hosts")
                        .lines())
                .contains("127.0.0.1\tlocalhost", "192.0.2.7\tex");
    }

    @Test
    void hostname_isWrittenAsGiven_theDomainIntoHostsOnly(Docker docker) {
        String show = "cat /etc/hostname; grep box /etc/hosts | cut -f 2";

        assertThat(docker.ok("run", "--rm", "-h", "box.example", "busybox", "sh", "-c", show))
                .isEqualTo("box.example\nbox.example box");
        assertThat(docker.ok("run", "--rm", "-h", "box", "--domainname", "example", "busybox", "sh", "-c", show))
                .isEqualTo("box\nbox.example box");
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
