package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;

/** Walkthrough B10 and C14: user-defined networks and the names on them. */
@OnEngine
class NetworksIT {
    @Test
    void create_withItsOptions_givesThem(Docker docker) {
        docker.ok(
                "network",
                "create",
                "--subnet",
                "10.77.0.0/24",
                "--gateway",
                "10.77.0.254",
                "--ip-range",
                "10.77.0.128/25",
                "--label",
                "a=b",
                "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        assertThat(docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "box"))
                .startsWith("10.77.0.1");
        assertThat(docker.ok("exec", "box", "ip", "route")).contains("default via 10.77.0.254");
        assertThat(docker.ok("network", "inspect", "-f", "{{.Labels.a}}", "net1"))
                .isEqualTo("b");
    }

    @Test
    void addresses_chosenByTheUser_areGiven(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.78.0.0/24", "net1");
        String[] chosen = {"--ip", "10.78.0.99", "--mac-address", "02:42:0a:00:00:63"};
        Docker.Result started = docker.runOld(
                Docker.join(new String[] {"run", "-d", "--name", "box", "--network", "net1"}, chosen, new String[] {
                    "busybox", "sleep", "600"
                }));
        assertThat(started.exit()).as(started.err()).isZero();
        assertThat(docker.ok("exec", "box", "ip", "addr", "show", "eth0"))
                .contains("10.78.0.99/24")
                .contains("02:42:0a:00:00:63");
    }

    @Test
    void names_resolveForwardsAndBackwards(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok(
                "run",
                "-d",
                "--name",
                "server",
                "--network",
                "net1",
                "--network-alias",
                "db",
                "busybox",
                "sleep",
                "600");
        docker.ok("run", "-d", "--name", "client", "--network", "net1", "busybox", "sleep", "600");
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "server");
        assertThat(docker.ok("exec", "client", "cat", "/etc/resolv.conf")).contains("nameserver 127.0.0.11");
        assertThat(docker.ok("exec", "client", "ping", "-c", "1", "server")).contains(address);
        assertThat(docker.ok("exec", "client", "ping", "-c", "1", "db")).contains(address);
        assertThat(docker.ok("exec", "client", "nslookup", address)).contains("server.net1");
        assertThat(docker.run("exec", "client", "ping", "-c", "1", "nobody-here")
                        .exit())
                .isNotZero();
    }

    @Test
    void connectAndDisconnect_whileRunning(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "600");
        docker.ok("network", "connect", "--alias", "other", "net1", "box");
        assertThat(docker.ok("exec", "box", "ls", "/sys/class/net")).contains("eth1");
        docker.ok("network", "disconnect", "net1", "box");
        assertThat(docker.ok("exec", "box", "ls", "/sys/class/net")).doesNotContain("eth1");
    }

    @Test
    void twoNetworks_doNotReachEachOther(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok("network", "create", "net2");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "box");
        assertThat(docker.run("run", "--rm", "--network", "net2", "busybox", "ping", "-c", "1", "-W", "1", address)
                        .exit())
                .isNotZero();
        assertThat(docker.run("run", "--rm", "--network", "net1", "busybox", "ping", "-c", "1", "-W", "2", address)
                        .exit())
                .isZero();
    }

    @Test
    void internal_hasNoWayOut(Docker docker) {
        docker.ok("network", "create", "--internal", "inside");
        assertThat(docker.run(
                                "run",
                                "--rm",
                                "--network",
                                "inside",
                                "busybox",
                                "ping",
                                "-c",
                                "1",
                                "-W",
                                "1",
                                docker.neighbourAddress())
                        .exit())
                .isNotZero();
    }

    @Test
    void remove_inUse_isRefused(Docker docker) {
        docker.ok("network", "create", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        assertThat(docker.run("network", "rm", "net1").err()).contains("has active endpoints");
        docker.ok("rm", "-f", "box");
        docker.ok("network", "rm", "net1");
    }

    @Test
    void predefined_cannotBeRemoved(Docker docker) {
        assertThat(docker.api("DELETE", "/networks/bridge").status()).isEqualTo(403);
        assertThat(docker.run("network", "rm", "bridge").err())
                .contains("is a pre-defined network and cannot be removed");
    }

    @Test
    void subnet_thatOverlaps_isRefused(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.79.0.0/24", "net1");
        assertThat(docker.run("network", "create", "--subnet", "10.79.0.0/16", "net2")
                        .err())
                .contains("Pool overlaps with other one on this address space");
    }

    @Test
    void address_outsideTheSubnet_isRefused(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.80.0.0/24", "net1");
        Docker.Result refused =
                docker.run("run", "-d", "--network", "net1", "--ip", "10.81.0.5", "busybox", "sleep", "600");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err())
                .containsIgnoringCase("10.81.0.5")
                .containsAnyOf("does not belong", "no configured subnet");
    }

    @Test
    void unknownNetwork_isAnError(Docker docker) {
        Docker.Result refused = docker.run("run", "--rm", "--network", "nowhere", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("network nowhere not found");
    }
}
