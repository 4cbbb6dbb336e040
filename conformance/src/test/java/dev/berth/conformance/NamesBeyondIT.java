package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Containers;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.HostResolvConf;
import dev.berth.conformance.harness.NameServer;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names and links where Berth does more than Docker. */
@OnEngine
@Tag("beyond-docker")
class NamesBeyondIT {
    private static String berth(Docker docker, String... words) {
        Docker.Result result = docker.berth(words);
        assertThat(result.exit())
                .as(String.join(" ", words) + "\n" + result.err())
                .isZero();
        return result.out().stripTrailing();
    }

    @Test
    void exposedPorts_areSrvRecords(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1", "--expose", "80", "--expose", "9999/udp");
        idle(docker, "client", "--network", "net1");

        assertThat(docker.dig("client", "+short", "SRV", "_http._tcp.web")).isEqualTo("0 0 80 web.net1.");
        assertThat(docker.dig("client", "+short", "SRV", "_9999._udp.web")).isEqualTo("0 0 9999 web.net1.");
        assertThat(docker.dig("client", "SRV", "_smtp._tcp.web")).contains("status: NOERROR", "ANSWER: 0");
        assertThat(docker.dig("client", "web"))
                .containsPattern("web\\.\\s+5\\s+IN\\s+A")
                .contains("flags: qr aa");
    }

    @Test
    void singleLabel_isNotAskedElsewhere(Docker docker) {
        docker.ok("network", "create", "net1");
        try (NameServer server = NameServer.start(docker, "net1")) {
            idle(docker, "client", "--network", "net1", "--dns", server.address());

            assertThat(docker.dig("client", "printer")).contains("status: NXDOMAIN");
            assertThat(docker.dig("client", "+short", "printer.example")).isEqualTo(NameServer.ANSWER);
        }
        assertThat(docker.dig("client", "+short", "printer.example"))
                .as("what was answered is remembered")
                .isEqualTo(NameServer.ANSWER);
    }

    @Test
    void networkName_inAnyCase_resolves(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1");
        idle(docker, "client", "--network", "net1");

        assertThat(docker.dig("client", "+short", "Web.NET1")).isEqualTo(Containers.address(docker, "net1", "web"));
    }

    @Test
    void elsewhere_hostsServersChange_theNewOnesAreAsked(Docker docker) {
        docker.ok("network", "create", "net1");
        try (HostResolvConf conf = HostResolvConf.of(docker, "127.0.0.1");
                NameServer server = NameServer.at(docker, "127.0.0.2")) {
            idle(docker, "client", "--network", "net1");
            assertThat(docker.dig("client", "moved.example")).contains("status: SERVFAIL");

            conf.write(server.address());

            docker.until(() -> docker.dig("client", "+short", "moved.example").equals(NameServer.ANSWER));
        }
    }

    @Test
    void elsewhere_nobodyAnswers_isServfailInTime(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "client", "--network", "net1", "--dns", "192.0.2.1");

        assertThat(docker.dig("client", "www.example")).contains("status: SERVFAIL");
    }

    @Test
    void resolvConf_editedByTheUser_isKept(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "box");
        docker.ok("exec", "box", "sh", "-c", "echo 'nameserver 192.0.2.9' > /etc/resolv.conf");

        docker.ok("network", "connect", "net1", "box");

        assertThat(docker.ok("exec", "box", "cat", "/etc/resolv.conf")).isEqualTo("nameserver 192.0.2.9");
    }

    @Test
    void internalNetwork_unknownName_isNxdomainAtOnce(Docker docker) {
        docker.ok("network", "create", "--internal", "inside");
        idle(docker, "client", "--network", "inside");

        assertThat(docker.dig("client", "www.example")).contains("status: NXDOMAIN");
    }

    @Test
    void link_madeAnew_isLinkedByItsName(Docker docker) {
        idle(docker, "target");
        idle(docker, "box", "--link", "target:t");
        docker.ok("rm", "-f", "target");
        idle(docker, "squatter");
        idle(docker, "target");

        assertThat(docker.ok("exec", "box", "cat", "/etc/hosts")).contains(docker.address("target") + "\tt ");
        docker.ok("restart", "-t", "0", "box");
        assertThat(docker.run("exec", "box", "ping", "-c", "1", "t").exit()).isZero();
    }

    @Test
    void link_onRunningContainers_isAddedShownAndRemoved(Docker docker) {
        idle(docker, "one", "--expose", "80");
        idle(docker, "two");

        berth(docker, "link", "add", "two", "one:x");
        berth(docker, "link", "add", "one", "two");

        assertThat(berth(docker, "link", "ls").lines())
                .containsExactly(
                        "CONTAINER   ALIAS     TARGET", "one         two       two", "two         x         one");
        assertThat(docker.run("exec", "two", "ping", "-c", "1", "x").exit()).isZero();
        assertThat(docker.ok("exec", "two", "env")).contains("X_PORT_80_TCP_PORT=80");
        assertThat(docker.berth("link", "add", "two", "one:x").err()).contains("the alias is in use");
        docker.ok("restart", "-t", "0", "one", "two");
        assertThat(docker.run("exec", "one", "ping", "-c", "1", "two").exit()).isZero();

        assertThat(berth(docker, "link", "rm", "two", "x")).isEqualTo("x");
        assertThat(docker.ok("exec", "two", "cat", "/etc/hosts")).doesNotContain("\tx ");
        assertThat(berth(docker, "link", "ls", "two").lines()).hasSize(1);
    }

    @Test
    void dns_queryAndLog_showWhatIsAskedAndAnswered(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "web", "--network", "net1", "--expose", "80");
        idle(docker, "client", "--network", "net1");
        String address = Containers.address(docker, "net1", "web");

        assertThat(berth(docker, "dns", "query", "net1", "WEB")).isEqualTo(address);
        assertThat(berth(docker, "dns", "query", "net1", "web", "SRV")).isEqualTo("web.net1:80");
        assertThat(docker.berth("dns", "query", "net1", "nobody").exit()).isEqualTo(1);
        docker.dig("client", "web");
        docker.dig("client", "MX", "web");
        assertThat(berth(docker, "dns", "log", "client").lines())
                .hasSize(2)
                .anyMatch(line -> line.contains(" web A " + address + " from berth in "))
                .anyMatch(line -> line.contains(" web MX NODATA from berth in "));
        assertThat(docker.berth("dns", "log", "nobody").err()).contains("No such container: nobody");
    }

    @Test
    void dnsLog_followed_goesOnWithWhatIsAsked(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "client", "--network", "net1");
        String log = docker.hostDirectory("followed") + "/log";
        String command = System.getProperty("berth.command") + " dns log -f client > " + log + " 2>&1 & echo $!";
        String pid = docker.onHost("sh", "-c", "BERTH_HOST=unix://" + docker.socket() + " BERTH_BUILD=no " + command);

        docker.until(() -> {
            docker.dig("client", "printer");
            return docker.onHost("cat", log).contains(" printer A NXDOMAIN from berth in ");
        });
        docker.onHost("kill", "-9", pid);
    }
}
