package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NetNsTest
@ExtendWith(NothingLeaks.class)
class BridgeLinksIT {
    private static final String NAME = "com.docker.network.bridge.name";

    private BridgeHost host;
    private Iproute2 ip;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        ip = Iproute2.in(host.namespace);
    }

    @Test
    void createNetwork_makesABridgeWithTheGateways() {
        host.network("n20", false, Map.of("com.docker.network.driver.mtu", "1400"));
        Iproute2.LinkView bridge = ip.link("br-n20");
        assertThat(bridge.kind()).isEqualTo("bridge");
        assertThat(bridge.up()).isTrue();
        assertThat(bridge.mtu()).isEqualTo(1400);
        assertThat(bridge.mac()).isEqualTo("02:42:ac:14:00:01");
        assertThat(ip.addresses("br-n20")).contains("172.20.0.1/16", "fd00:20::1/64");
    }

    @Test
    void createNetwork_inhibitIpv4_leavesTheAddressAway() {
        host.network("n20", false, Map.of("com.docker.network.bridge.inhibit_ipv4", "true"));
        assertThat(ip.addresses("br-n20")).doesNotContain("172.20.0.1/16").contains("fd00:20::1/64");
    }

    private void existingBridge() {
        ip.run("ip", "link", "add", "mine0", "type", "bridge").orFail();
        ip.run("ip", "link", "set", "mine0", "mtu", "1450", "up").orFail();
    }

    @Test
    void createNetwork_existingBridge_isUsedAndGivenBackAsItWas() {
        existingBridge();
        host.begin();
        host.network("n20", false, Map.of(NAME, "mine0", "com.docker.network.driver.mtu", "1400"));
        assertThat(ip.addresses("mine0")).contains("172.20.0.1/16", "fd00:20::1/64");
        assertThat(ip.link("mine0").mtu()).isEqualTo(1400);
        assertThat(localnet()).isEqualTo("1");
        host.restart();
        host.network("n20", false, Map.of(NAME, "mine0", "com.docker.network.driver.mtu", "1400"));
        host.driver.deleteNetwork("n20");
        assertThat(ip.linkNames()).contains("mine0").doesNotContain("br-n20");
        assertThat(localnet()).isEqualTo("0");
        assertThat(host.left()).isEmpty();
    }

    /** As with {@code --bridge}, where the subnet is that of the bridge's address. */
    @Test
    void createNetwork_existingBridgeWithTheGateways_keepsThem() {
        existingBridge();
        ip.run("ip", "address", "add", "172.20.0.1/16", "dev", "mine0").orFail();
        host.begin();
        host.network("n20", false, Map.of(NAME, "mine0"));
        host.driver.deleteNetwork("n20");
        assertThat(ip.addresses("mine0")).contains("172.20.0.1/16").doesNotContain("fd00:20::1/64");
        assertThat(host.left()).isEmpty();
    }

    private String localnet() {
        return Iproute2.in(host.namespace)
                .run("cat", "/proc/sys/net/ipv4/conf/mine0/route_localnet")
                .text();
    }

    /** The same after it was deleted by hand and made again, so that containers go on knowing it. */
    @Test
    void createNetwork_bridgesMac_isAlwaysTheSame() {
        host.network("n20", false, Map.of("com.docker.network.bridge.inhibit_ipv4", "true"));
        String mac = ip.link("br-n20").mac();
        host.driver.deleteNetwork("n20");
        host.network("n20", false, Map.of("com.docker.network.bridge.inhibit_ipv4", "true"));
        assertThat(ip.link("br-n20").mac()).isEqualTo(mac).startsWith("02:42:");
    }

    @Test
    void createNetwork_namedBridge_isOursAndGoesWithIt() {
        host.network("n20", false, Map.of(NAME, "docker0"));
        assertThat(ip.link("docker0").kind()).isEqualTo("bridge");
        host.restart();
        host.network("n20", false, Map.of(NAME, "docker0"));
        host.driver.deleteNetwork("n20");
        assertThat(ip.linkNames()).doesNotContain("docker0");
    }

    @Test
    void createNetwork_nameOfAnotherLink_isRefusedAndTheLinkStays() {
        assertThatThrownBy(() -> host.network("n20", false, Map.of(NAME, "up0")))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageContaining("link up0 exists and is no bridge but veth");
        assertThat(ip.linkNames()).contains("up0");
        host.network("n20");
        assertThat(ip.linkNames()).contains("br-n20");
    }

    @Test
    void createNetwork_nameOfAnotherNetworksBridge_isRefused() {
        host.network("n20", false, Map.of(NAME, "shared0"));
        assertThatThrownBy(() -> host.network("n21", false, Map.of(NAME, "shared0")))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageContaining("networks have same bridge name");
        assertThat(ip.addresses("shared0")).contains("172.20.0.1/16").doesNotContain("172.21.0.1/16");
    }

    @Test
    void join_bearsTheInterfaceInTheSandbox() {
        host.network("n20", false, Map.of("com.docker.network.driver.mtu", "1300"));
        BridgeHost.Container web = host.container("n20", 2);
        Iproute2.LinkView inside = Iproute2.in(web.namespace).link("eth0");
        assertThat(inside.kind()).isEqualTo("veth");
        assertThat(inside.mac()).isEqualTo("02:42:ac:14:00:02");
        assertThat(inside.mtu()).isEqualTo(1300);
        Iproute2.LinkView outside = ip.link("vethn20e2");
        assertThat(outside.master()).isEqualTo("br-n20");
        assertThat(outside.up()).isTrue();
        assertThat(outside.mtu()).isEqualTo(1300);
    }

    @Test
    void createNetwork_noMtuGiven_hasThatOfTheUplink() {
        ip.run("ip", "link", "set", "up0", "mtu", "1420").orFail();
        ip.run("ip", "route", "add", "default", "via", BridgeHost.NEIGHBOUR).orFail();
        host.begin();
        host.network("n20");
        assertThat(ip.link("br-n20").mtu()).isEqualTo(1420);
        BridgeHost.Container web = host.container("n20", 2);
        assertThat(Iproute2.in(web.namespace).link("eth0").mtu()).isEqualTo(1420);
    }

    @Test
    void createEndpoint_beyondWhatABridgeTakes_saysSo() {
        host.network("n20");
        for (int number = 0; number < BridgeLink.MOST_PORTS; number++) {
            host.driver.createEndpoint("n20", bare("e" + number));
        }
        assertThatThrownBy(() -> host.driver.createEndpoint("n20", bare("more")))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessage("bridge br-n20 of network n20 is full: a bridge takes 1023 containers; create another"
                        + " network and start further containers on that");
        assertThat(host.driver.createEndpoint("n20", bare("e0")).id()).isEqualTo("e0");
    }

    private static EndpointSpec bare(String id) {
        return new EndpointSpec(id, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** A MAC address of the user's does not follow the address, so what others remember would be wrong. */
    @Test
    void join_addressThatAnotherHad_isLearnedAtOnceByAll() {
        host.network("n20");
        BridgeHost.Container first = host.container("n20", 2);
        BridgeHost.Container sibling = host.container("n20", 3);
        host.serve(first.namespace, "first", 80);
        assertThat(WhoAreYou.ask(sibling.namespace, first.ipv4(), 80)).startsWith("first sees");
        assertThat(WhoAreYou.ask(sibling.namespace, first.ipv6(), 80)).startsWith("first sees");
        assertThat(WhoAreYou.ask(host.namespace, first.ipv4(), 80)).startsWith("first sees");
        host.driver.deleteEndpoint("n20", first.id());

        host.container(
                "n20",
                new EndpointSpec(
                        "next",
                        Optional.of(new MacAddress("02:00:00:00:00:99")),
                        first.spec.ipv4(),
                        first.spec.ipv6(),
                        Map.of()));

        String known = Iproute2.in(sibling.namespace).run("ip", "neighbour").text();
        assertThat(known.lines().filter(line -> line.matches("(172.20.0.2|fd00:20::2) .*")))
                .hasSize(2)
                .allMatch(line -> line.contains("02:00:00:00:00:99"));
        assertThat(ip.run("ip", "neighbour", "show", "172.20.0.2").text()).doesNotContain("02:42:ac:14:00:02");
    }

    @Test
    void join_goneSandbox_failsAndLeavesNoLink() {
        host.network("n20");
        host.driver.createEndpoint("n20", BridgeHost.endpointSpec("n20", 2));
        Path gone = host.directory().resolve("gone");
        assertThatThrownBy(() -> host.driver.join("n20", "n20e2", new JoinSpec(gone, "eth0")))
                .hasMessageContaining("gone");
        assertThat(ip.linkNames()).doesNotContain("vethn20e2");
    }

    @Test
    void teardown_leavesNothing() {
        host.network("n20", false, Map.of("com.docker.network.bridge.enable_icc", "false"));
        BridgeHost.Container web = host.container("n20", 2);
        BridgeHost.Container db = host.container("n20", 3);
        host.publish(web, BridgeHost.tcp("0.0.0.0", 8080, 80), BridgeHost.udp("::", 5353, 53));
        host.driver.permit("n20", web.id(), db.id(), List.of(new ContainerPort(5432, Protocol.TCP)));
        List<String> made = host.left();
        for (String kind : List.of(
                "left: link: br-n20",
                "left: address: ",
                "left: route: 172.20.0.0/16",
                "left: route: fd00:20::/64",
                "left: rule: ",
                "left: datagram socket: ",
                "left: port ",
                "left: file: ",
                "left in container n20e2: ")) {
            assertThat(made).as(kind).anyMatch(line -> line.startsWith(kind));
        }
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        assertThat(host.left()).isEmpty();
    }

    @Test
    void eightNetworks_atOnce_doNotMeet() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                String network = "n" + (20 + client);
                lives.add(clients.submit(() -> live(network)));
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(host.left()).isEmpty();
    }

    private void live(String network) {
        host.network(network);
        for (int number = 2; number < 8; number++) {
            BridgeHost.Container container = host.container(network, number);
            host.publish(container, BridgeHost.tcp("0.0.0.0", 0, 80), BridgeHost.tcp("::", 0, 80));
            host.driver.leave(network, container.id());
            host.driver.deleteEndpoint(network, container.id());
        }
        host.driver.deleteNetwork(network);
    }
}
