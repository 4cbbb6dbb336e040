package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Walkthrough B9: published ports, from everywhere. */
@OnEngine
@ExtendWith(NothingLeft.class)
class PublishIT {
    private static final String[] WEB = {
        "busybox", "sh", "-c", "mkdir -p /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www"
    };

    private static void web(Docker docker, String... options) {
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "web"}, options, WEB));
    }

    @Test
    void published_isReachedFromEverywhere(Docker docker) {
        web(docker, "-p", "8080:80");
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8080).equals("page\n"));
        assertThat(docker.fetchOnHost(docker.hostAddress(), 8080)).isEqualTo("page\n");
        assertThat(docker.fetchOnHost("127.0.0.1", 8080)).isEqualTo("page\n");
        assertThat(docker.ok("run", "--rm", "busybox", "wget", "-qO-", "http://" + docker.hostAddress() + ":8080/"))
                .isEqualTo("page");
    }

    @Test
    void ps_filterByPublishedPort_finds(Docker docker) {
        web(docker, "-p", "8086:80", "-p", "8087:81/udp");
        for (String filter : new String[] {"8086", "8086/tcp", "8087/udp", "8000-8100", "8080-8086/tcp"}) {
            assertThat(docker.ok("ps", "--filter", "publish=" + filter, "--format", "{{.Names}}"))
                    .as(filter)
                    .isEqualTo("web");
        }
        for (String filter : new String[] {"80", "8086/udp", "8087", "8000-8085"}) {
            assertThat(docker.ok("ps", "-q", "--filter", "publish=" + filter))
                    .as(filter)
                    .isEmpty();
        }
        assertThat(docker.run("ps", "--filter", "publish=x").err())
                .contains("error while looking up for publish x: strconv.ParseUint: parsing \"x\": invalid syntax");
    }

    @Test
    void published_onOneAddress_isThereOnly(Docker docker) {
        web(docker, "-p", "127.0.0.1:8081:80");
        docker.until(() -> docker.fetchOnHost("127.0.0.1", 8081).equals("page\n"));
        assertThat(docker.fetchAtNeighbour(docker.hostAddress(), 8081)).isEmpty();
    }

    @Test
    void published_randomPort_isTold(Docker docker) {
        web(docker, "-p", "80");
        String told = docker.ok("port", "web", "80/tcp").lines().findFirst().orElseThrow();
        int port = Integer.parseInt(told.substring(told.lastIndexOf(':') + 1));
        docker.until(() -> docker.fetchOnHost("127.0.0.1", port).equals("page\n"));
    }

    @Test
    void published_clientsAddress_isKept(Docker docker) {
        String[] teller = {"socat", "TCP-LISTEN:80,fork,reuseaddr", "SYSTEM:echo $SOCAT_PEERADDR"};
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "who", "-p", "8082:80", "tools"}, teller));
        docker.until(() -> docker.readAtNeighbour(docker.hostAddress(), 8082).equals(docker.neighbourAddress() + "\n"));
    }

    @Test
    void port_inUse_isRefusedAndTheContainerStaysStopped(Docker docker) {
        web(docker, "-p", "8083:80");
        Docker.Result refused = docker.run("run", "-d", "--name", "second", "-p", "8083:80", "busybox", "sleep", "600");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("port is already allocated");
        assertThat(docker.ok("inspect", "--format", "{{.State.Status}}", "second"))
                .isEqualTo("created");
    }

    @Test
    void port_ofAStoppedContainer_isFreeAgain(Docker docker) {
        web(docker, "-p", "8084:80");
        docker.ok("rm", "-f", "web");
        web(docker, "-p", "8084:80");
        docker.until(() -> docker.fetchOnHost("127.0.0.1", 8084).equals("page\n"));
    }

    @Test
    void udp_isPublishedToo(Docker docker) {
        docker.ok("run", "-d", "--name", "udp", "-p", "8085:5000/udp", "tools", "socat", "-u", "UDP-RECV:5000", "-");
        docker.until(() -> {
            docker.sendUdpAtNeighbour(docker.hostAddress(), 8085, "datagram");
            return docker.run("logs", "udp").out().contains("datagram");
        });
    }

    /** Docker has a proxy process for it, Berth a relay in the daemon. */
    @Test
    void published_isReachedOnTheHostsIpv6Loopback(Docker docker) {
        web(docker, "-p", "8086:80");
        docker.until(() -> docker.fetchOnHost("[::1]", 8086).equals("page\n"));
    }

    @Test
    void range_ofEqualSizes_isPublishedPortByPort(Docker docker) {
        web(docker, "-p", "8200-8203:78-81");
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8202).equals("page\n"));
        assertThat(docker.ok("port", "web", "78/tcp")).contains("0.0.0.0:8200");
        assertThat(docker.ok("port", "web", "81/tcp")).contains("0.0.0.0:8203");
    }

    @Test
    void range_forOnePort_givesTheFirstFree(Docker docker) {
        web(docker, "-p", "8210-8212:80");
        docker.ok("run", "-d", "--name", "next", "-p", "8210-8212:80", "busybox", "sleep", "600");
        assertThat(docker.ok("port", "web", "80/tcp")).contains("0.0.0.0:8210");
        assertThat(docker.ok("port", "next", "80/tcp")).contains("0.0.0.0:8211");
    }

    @Test
    void range_thatIsTaken_isRefused(Docker docker) {
        web(docker, "-p", "8220:80", "-p", "8221:80");
        Docker.Result refused = docker.run("run", "-d", "-p", "8220-8221:80", "busybox", "sleep", "600");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("all ports are allocated");
    }

    @Test
    void severalBindings_ofOnePort_allWork(Docker docker) {
        web(docker, "-p", "8230:80", "-p", "127.0.0.1:8231:80");
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8230).equals("page\n"));
        assertThat(docker.fetchOnHost("127.0.0.1", 8231)).isEqualTo("page\n");
        assertThat(docker.fetchAtNeighbour(docker.hostAddress(), 8231)).isEmpty();
    }

    @Test
    void publishAll_publishesWhatIsExposed(Docker docker) {
        web(docker, "-P", "--expose", "80", "--expose", "53/udp");
        String told = docker.ok("port", "web", "80/tcp").lines().findFirst().orElseThrow();
        int port = Integer.parseInt(told.substring(told.lastIndexOf(':') + 1));
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), port).equals("page\n"));
        assertThat(docker.ok("port", "web", "53/udp")).contains("0.0.0.0:");
    }

    /** The conntrack entry of the first container must not swallow what is for the second. */
    @Test
    void udp_publishedByTheNextContainer_goesToIt(Docker docker) {
        String[] sink = {"tools", "socat", "-u", "UDP-RECV:5000", "-"};
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "one", "-p", "8240:5000/udp"}, sink));
        docker.until(() -> {
            docker.sendUdpAtNeighbour(docker.hostAddress(), 8240, "first");
            return docker.run("logs", "one").out().contains("first");
        });
        docker.ok("rm", "-f", "one");
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "two", "-p", "8240:5000/udp"}, sink));
        docker.until(() -> {
            docker.sendUdpAtNeighbour(docker.hostAddress(), 8240, "second");
            return docker.run("logs", "two").out().contains("second");
        });
    }
}
