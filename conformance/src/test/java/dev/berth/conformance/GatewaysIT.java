package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A container on one network with IPv4 alone and one with IPv6 alone, which dockerd has since 28. */
@OnEngine
@Tag("beyond-docker")
@ExtendWith(NothingLeft.class)
class GatewaysIT {
    /** Of the host, and on none of the containers' networks. */
    private static final String PLACE6 = "2001:db8:86::1";

    private static final String[] WEB = {
        "busybox", "sh", "-c", "mkdir -p /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www"
    };
    private static final String ROUTE4 = "default via 10.86.0.1 dev eth0";
    private static final String ROUTE6 = "default via fd00:86::1 dev eth1";

    @BeforeEach
    void networks(Docker docker) {
        docker.onHost("ip", "address", "add", PLACE6 + "/128", "dev", "lo");
        docker.ok("network", "create", "--subnet", "10.86.0.0/24", "four");
        Docker.Answer made = docker.apiRaw(
                "POST",
                "/v1.48/networks/create",
                "{\"Name\":\"six\",\"EnableIPv4\":false,\"EnableIPv6\":true,"
                        + "\"IPAM\":{\"Config\":[{\"Subnet\":\"fd00:86::/64\"}]}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @AfterEach
    void place(Docker docker) {
        docker.onHost("ip", "address", "delete", PLACE6 + "/128", "dev", "lo");
    }

    private static String routes(Docker docker) {
        return docker.ok("exec", "web", "ip", "route") + "\n" + docker.ok("exec", "web", "ip", "-6", "route");
    }

    private static void reaches(Docker docker, String family, String address) {
        docker.ok("exec", "web", "ping", family, "-c", "1", "-W", "5", address);
    }

    private static void isServed(Docker docker, String address, int port) {
        docker.until(() -> docker.fetchOnHost(address, port).equals("page\n"));
    }

    @Test
    void eachFamily_hasItsNetworksWayOutAndPorts(Docker docker) {
        docker.ok(Docker.join(new String[] {"create", "--name", "web", "--network", "four", "-p", "8420:80"}, WEB));
        docker.ok("network", "connect", "six", "web");
        docker.ok("start", "web");

        assertThat(routes(docker)).contains(ROUTE4, ROUTE6);
        reaches(docker, "-4", docker.neighbourAddress());
        reaches(docker, "-6", PLACE6);
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8420).equals("page\n"));
        isServed(docker, "127.0.0.1", 8420);
        isServed(docker, "[" + PLACE6 + "]", 8420);
        assertThat(docker.ok("inspect", "-f", "{{json .NetworkSettings.Ports}}", "web"))
                .isEqualTo("{\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8420\"},"
                        + "{\"HostIp\":\"::\",\"HostPort\":\"8420\"}]}");

        docker.ok("restart", "-t", "0", "web");
        assertThat(routes(docker)).contains(ROUTE4, ROUTE6);
        isServed(docker, "[::1]", 8420);
    }

    @Test
    void disconnect_ofOne_takesItsRouteAndLeavesThePortsToTheOther(Docker docker) {
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "web", "--network", "four", "-p", "8421:80"}, WEB));
        docker.ok("network", "connect", "six", "web");
        assertThat(routes(docker)).contains(ROUTE4, ROUTE6);

        docker.ok("network", "disconnect", "six", "web");
        assertThat(routes(docker)).contains(ROUTE4).doesNotContain("default via fd00");
        isServed(docker, "127.0.0.1", 8421);
        isServed(docker, "[" + PLACE6 + "]", 8421);

        docker.ok("network", "connect", "six", "web");
        docker.ok("network", "disconnect", "four", "web");
        assertThat(routes(docker)).contains(ROUTE6).doesNotContain("default via 10.");
        reaches(docker, "-6", PLACE6);
        isServed(docker, "127.0.0.1", 8421);
        isServed(docker, "[" + PLACE6 + "]", 8421);
    }

    @Test
    void connect_withPriority_movesItsFamilyAlone(Docker docker) {
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", "web", "--network", "four", "-p", "8422:80"}, WEB));
        docker.ok("network", "connect", "six", "web");
        docker.ok("network", "create", "--subnet", "10.87.0.0/24", "zz");
        Docker.Answer connected = docker.apiRaw(
                "POST", "/v1.48/networks/zz/connect", "{\"Container\":\"web\",\"EndpointConfig\":{\"GwPriority\":1}}");
        assertThat(connected.status()).as(connected.body()).isEqualTo(200);

        assertThat(routes(docker))
                .contains("default via 10.87.0.1 dev eth2", ROUTE6)
                .doesNotContain(ROUTE4);
        reaches(docker, "-4", docker.neighbourAddress());
        isServed(docker, "127.0.0.1", 8422);
        isServed(docker, "[" + PLACE6 + "]", 8422);
    }
}
