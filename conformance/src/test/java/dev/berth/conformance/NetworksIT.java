package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Walkthrough B10 and C14: user-defined networks and the names on them. */
@OnEngine
@ExtendWith(NothingLeft.class)
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

    @Test
    void hostBinding_isWherePortsWithoutAddressGo(Docker docker) {
        docker.ok("network", "create", "-o", "com.docker.network.bridge.host_binding_ipv4=127.0.0.1", "net1");
        docker.ok(
                "run",
                "-d",
                "--name",
                "box",
                "--network",
                "net1",
                "-p",
                "8300:80",
                "-p",
                "0.0.0.0:8301:80",
                "busybox",
                "sleep",
                "600");
        assertThat(docker.ok("port", "box").lines())
                .containsExactlyInAnyOrder("80/tcp -> 127.0.0.1:8300", "80/tcp -> 0.0.0.0:8301");
    }

    @Test
    void ipv6_isAFamilyLikeTheOther(Docker docker) {
        docker.ok("network", "create", "--ipv6", "--subnet", "fd00:77::/64", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.GlobalIPv6Address}}", "box");
        assertThat(address).startsWith("fd00:77::");
        assertThat(docker.ok("exec", "box", "ip", "-6", "route")).contains("default via fd00:77::1 dev eth0");
        docker.ok("run", "--rm", "--network", "net1", "busybox", "ping", "-6", "-c", "1", "-W", "2", address);
        docker.ok("run", "--rm", "--network", "net1", "busybox", "ping", "-6", "-c", "1", "-W", "2", "box");
    }

    /** Docker's message ends with the network; ours says which pool is full, and how full. */
    @Test
    void addresses_allGiven_isSaid(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.82.0.0/30", "net1");
        docker.ok("run", "-d", "--network", "net1", "busybox", "sleep", "600");
        Docker.Result refused = docker.run("run", "-d", "--network", "net1", "busybox", "sleep", "600");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("no available IPv4 addresses on this network's address pools: ");
    }

    @Test
    void auxiliaryAddress_isGivenToNobody(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.83.0.0/29", "--aux-address", "printer=10.83.0.2", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        assertThat(docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "box"))
                .isEqualTo("10.83.0.3");
    }

    @Test
    void mtuAndInterfaceNames_areTheNetworks(Docker docker) {
        docker.ok(
                "network",
                "create",
                "-o",
                "com.docker.network.driver.mtu=1400",
                "-o",
                "com.docker.network.container_iface_prefix=lan",
                "net1");
        assertThat(docker.ok("run", "--rm", "--network", "net1", "busybox", "ip", "link", "show", "lan0"))
                .contains("mtu 1400");
    }

    @Test
    void icc_false_keepsContainersApart(Docker docker) {
        docker.ok("network", "create", "-o", "com.docker.network.bridge.enable_icc=false", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "nc", "-l", "-p", "80", "-e", "date");
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "box");
        assertThat(docker.run("run", "--rm", "--network", "net1", "busybox", "nc", "-w", "1", address, "80")
                        .exit())
                .isNotZero();
    }

    @Tag("beyond-docker")
    @Test
    void routed_isReachedAtItsOwnAddress(Docker docker) {
        docker.ok(
                "network",
                "create",
                "--subnet",
                "10.84.0.0/24",
                "-o",
                "com.docker.network.bridge.gateway_mode_ipv4=routed",
                "net1");
        docker.ok(
                "run",
                "-d",
                "--name",
                "box",
                "--network",
                "net1",
                "-p",
                "8310:80",
                "busybox",
                "sh",
                "-c",
                "mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www");
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "box");
        assertThat(docker.ok("port", "box", "80/tcp").lines()).contains("0.0.0.0:");
        assertThat(docker.ok("ps", "--format", "{{.Names}} {{.Ports}}")).contains("box ", "80/tcp");
        docker.until(() -> docker.ok("run", "--rm", "busybox", "wget", "-qO-", "http://" + address + "/")
                .equals("page"));
    }

    @Tag("beyond-docker")
    @Test
    void gatewayModeIsolated_isForInternalNetworks(Docker docker) {
        Docker.Result refused =
                docker.run("network", "create", "-o", "com.docker.network.bridge.gateway_mode_ipv4=isolated", "net1");
        assertThat(refused.err()).contains("gateway mode 'isolated' can only be used for an internal network");
        docker.ok(
                "network",
                "create",
                "--internal",
                "-o",
                "com.docker.network.bridge.gateway_mode_ipv4=isolated",
                "net1");
    }

    /** A dockerd of 20.10 wants a subnet for IPv6, and gives the lowest free address whoever had it. */
    @Tag("beyond-docker")
    @Test
    void ipv6_withoutSubnet_isAUniqueLocalOne_andAContainerKeepsItsAddresses(Docker docker) {
        docker.ok("network", "create", "--ipv6", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        String both = "{{with .NetworkSettings.Networks.net1}}{{.IPAddress}} {{.GlobalIPv6Address}}{{end}}";
        String before = docker.ok("inspect", "-f", both, "box");
        assertThat(before).contains(" fd");
        docker.ok("stop", "-t", "0", "box");
        docker.ok("run", "-d", "--network", "net1", "busybox", "sleep", "600");
        docker.ok("start", "box");
        assertThat(docker.ok("inspect", "-f", both, "box")).isEqualTo(before);
    }

    /** moby #46756: with an --ip-range the overlap is not noticed. */
    @Tag("beyond-docker")
    @Test
    void subnet_thatOverlaps_isRefusedWithARangeToo(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.85.0.0/16", "net1");
        assertThat(docker.run("network", "create", "--subnet", "10.85.0.0/16", "--ip-range", "10.85.9.0/24", "net2")
                        .err())
                .contains("Pool overlaps with other one on this address space");
    }

    @Test
    void prune_isAnEvent(Docker docker) {
        docker.ok("network", "create", "net1");
        String begin = docker.now();
        assertThat(docker.ok("network", "prune", "-f")).contains("net1");
        assertThat(docker.ok("events", "--since", begin, "--until", docker.now(), "--filter", "type=network")
                        .lines())
                .anyMatch(line -> line.contains("network prune") && line.endsWith("(reclaimed=0)"));
    }
}
