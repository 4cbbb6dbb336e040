package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody deletes links of the host under running containers. */
@OnEngine
@ExtendWith(NothingLeft.class)
class GoneLinksIT {
    private static final String[] WEB = {
        "busybox", "sh", "-c", "mkdir -p /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www"
    };

    /** A container of a new network, that serves a page at the host's port. */
    private static void web(Docker docker, String port) {
        docker.ok("network", "create", "net1");
        docker.ok(
                Docker.join(new String[] {"run", "-d", "--name", "web", "--network", "net1", "-p", port + ":80"}, WEB));
        isServed(docker, port);
    }

    private static void isServed(Docker docker, String port) {
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), Integer.parseInt(port))
                .equals("page\n"));
    }

    private static String bridge(Docker docker) {
        return "br-" + docker.ok("network", "inspect", "-f", "{{.Id}}", "net1").substring(0, 12);
    }

    @Test
    void veth_isThereAgainAfterARestart(Docker docker) {
        web(docker, "8400");
        String veth = docker.onHost("sh", "-c", "ls /sys/class/net/" + bridge(docker) + "/brif");
        docker.onHost("ip", "link", "delete", veth);
        docker.ok("restart", "-t", "0", "web");
        isServed(docker, "8400");
    }

    @Test
    void bridge_networkIsRemovedAllTheSame(Docker docker) {
        web(docker, "8401");
        docker.onHost("ip", "link", "delete", bridge(docker));
        docker.ok("rm", "-f", "web");
        docker.ok("network", "rm", "net1");
    }

    /** On dockerd nothing starts there any more, {@code could not find bridge}, until the daemon is restarted. */
    @Tag("beyond-docker")
    @Test
    void bridge_isMadeAgainByTheNextStart_withTheOthersOnIt(Docker docker) {
        web(docker, "8402");
        docker.onHost("ip", "link", "delete", bridge(docker));
        docker.ok("run", "--rm", "--network", "net1", "busybox", "ping", "-c", "1", "-W", "5", "web");
        isServed(docker, "8402");
    }

    @Tag("beyond-docker")
    @Test
    void bridge_isMadeAgainByConnect_withTheOthersOnIt(Docker docker) {
        web(docker, "8403");
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        docker.onHost("ip", "link", "delete", bridge(docker));
        docker.ok("network", "connect", "net1", "box");
        assertThat(docker.ok("exec", "box", "wget", "-qO-", "http://web/")).isEqualTo("page");
        isServed(docker, "8403");
    }
}
