package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Walkthrough B7 and B8: the default bridge. */
@OnEngine
@ExtendWith(NothingLeft.class)
class BridgeIT {
    @Test
    void freshEngine_hasItsThreeNetworks(Docker docker) {
        assertThat(docker.ok("network", "ls", "--format", "{{.Name}} {{.Driver}}")
                        .lines())
                .contains("bridge bridge", "host host", "none null");
    }

    @Test
    void container_hasAnAddressOfTheSubnetAndTheGatewayAsDefault(Docker docker) {
        String gateway = docker.onHost("sh", "-c", "ip -4 -o addr show docker0 | sed -E 's/.*inet ([0-9.]+).*/\\1/'");
        assertThat(docker.ok("run", "--rm", "busybox", "ip", "route")).contains("default via " + gateway + " dev eth0");
        assertThat(docker.ok("run", "--rm", "busybox", "ip", "-4", "addr", "show", "eth0"))
                .contains("inet ")
                .contains("/16");
    }

    @Test
    void inspect_listsWhoIsOnIt(Docker docker) {
        String id = docker.ok("run", "-d", "--name", "member", "busybox", "sleep", "600");
        assertThat(docker.ok(
                        "network",
                        "inspect",
                        "-f",
                        "{{range $k, $v := .Containers}}{{$k}} {{$v.Name}}{{end}}",
                        "bridge"))
                .isEqualTo(id + " member");
    }

    @Test
    void twoContainers_reachEachOther(Docker docker) {
        docker.ok("run", "-d", "--name", "one", "busybox", "sleep", "600");
        String address = docker.address("one");
        assertThat(docker.run("run", "--rm", "busybox", "ping", "-c", "1", "-W", "2", address)
                        .exit())
                .isZero();
    }

    @Test
    void neighbour_isReachedThroughNatWithTheHostsAddress(Docker docker) {
        String seen = docker.atNeighbour(
                () -> docker.ok("run", "--rm", "busybox", "nc", "-w", "2", docker.neighbourAddress(), "7000"));
        assertThat(seen).isEqualTo(docker.hostAddress());
    }

    @Test
    void none_hasOnlyLoopback(Docker docker) {
        assertThat(docker.ok("run", "--rm", "--network", "none", "busybox", "ls", "/sys/class/net"))
                .isEqualTo("lo");
    }

    @Test
    void host_isTheHostsNetwork(Docker docker) {
        assertThat(docker.ok("run", "--rm", "--network", "host", "busybox", "ls", "/sys/class/net"))
                .contains("docker0");
    }

    @Test
    void containerMode_sharesTheInterfaces(Docker docker) {
        docker.ok("run", "-d", "--name", "owner", "busybox", "sleep", "600");
        assertThat(docker.ok(
                        "run", "--rm", "--network", "container:owner", "busybox", "ip", "-4", "addr", "show", "eth0"))
                .contains(docker.address("owner") + "/");
    }
}
