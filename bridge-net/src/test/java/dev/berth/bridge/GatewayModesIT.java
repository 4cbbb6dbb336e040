package dev.berth.bridge;

import static dev.berth.bridge.BridgeHost.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each gateway mode lets through, from where, and as whom containers leave. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class GatewayModesIT {
    private static final String BRIDGE = "com.docker.network.bridge.";

    private BridgeHost host;
    private BridgeHost.Container web;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        host.routeFromNeighbour("172.20.0.0/16");
        host.routeFromNeighbour("fd00:20::/64", "2001:db8::1");
        host.serve(host.neighbour, "neighbour", 80);
    }

    /** A network of that mode in both families; its container serves ports 80, which is published, and 81. */
    private void network(String mode, Map<String, String> further) {
        Map<String, String> options = new HashMap<>(further);
        options.put(BRIDGE + "gateway_mode_ipv4", mode);
        options.put(BRIDGE + "gateway_mode_ipv6", mode);
        host.network("n20", false, options);
        web = host.container("n20", 2);
        host.serve(web.namespace, "web", 80);
        host.serve(web.namespace, "web", 81);
        host.publish(web, tcp("0.0.0.0", 8080, 80), tcp("::", 8080, 80));
    }

    @Test
    void nat_translatesAndHidesTheContainersOwnAddress() {
        network("nat", Map.of());
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv6(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.ask(web.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
    }

    @Test
    void natUnprotected_translatesAndOpensEveryPort() {
        network("nat-unprotected", Map.of());
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv4(), 81)).isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv6(), 81)).isEqualTo("web sees 2001:db8:0:0:0:0:0:2");
        assertThat(WhoAreYou.ask(web.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
    }

    @Test
    void routed_opensPublishedPortsAndTranslatesNothing() {
        network("routed", Map.of());
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv4(), 80)).isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv6(), 80)).isEqualTo("web sees 2001:db8:0:0:0:0:0:2");
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv4(), 81)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv6(), 81)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).isEqualTo(WhoAreYou.REFUSED);
        assertThat(WhoAreYou.ask(web.namespace, BridgeHost.NEIGHBOUR, 80)).isEqualTo("neighbour sees " + web.ipv4());
        assertThat(Iproute2.in(host.neighbour)
                        .run("ping", "-c", "1", "-W", "2", web.ipv4())
                        .exit())
                .isZero();
    }

    @Test
    void routed_isReachedFromOtherNetworksAtPublishedPortsOnly() {
        network("routed", Map.of());
        host.network("n21");
        BridgeHost.Container stranger = host.container("n21", 2);
        assertThat(WhoAreYou.ask(stranger.namespace, web.ipv4(), 80)).startsWith("web sees");
        assertThat(WhoAreYou.askInVain(stranger.namespace, web.ipv4(), 81)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void routed_withdrawn_isClosed() {
        network("routed", Map.of());
        host.driver.revokeExternalConnectivity("n20", web.id());
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void routed_portMeantForLoopback_isNotOpened() {
        network("routed", Map.of());
        host.publish(web, tcp("127.0.0.1", 8081, 81));
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv4(), 81)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void trustedInterface_reachesPublishedPortsDirectly() {
        network("nat", Map.of(BRIDGE + "trusted_host_interfaces", "wg0:up0"));
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv4(), 80)).isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.neighbour, web.ipv6(), 80)).isEqualTo("web sees 2001:db8:0:0:0:0:0:2");
        assertThat(WhoAreYou.askInVain(host.neighbour, web.ipv4(), 81)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
    }

    @Test
    void hostAddresses_areWhatContainersAreSeenWith() {
        Iproute2 ip = Iproute2.in(host.namespace);
        ip.run("ip", "address", "add", "192.0.2.77/24", "dev", "up0").orFail();
        ip.run("ip", "address", "add", "2001:db8::77/64", "dev", "up0", "nodad").orFail();
        host.begin();
        network(
                "nat",
                Map.of("com.docker.network.host_ipv4", "192.0.2.77", "com.docker.network.host_ipv6", "2001:db8::77"));
        assertThat(WhoAreYou.ask(web.namespace, BridgeHost.NEIGHBOUR, 80)).isEqualTo("neighbour sees 192.0.2.77");
        assertThat(WhoAreYou.ask(web.namespace, "2001:db8::2", 80)).isEqualTo("neighbour sees 2001:db8:0:0:0:0:0:77");
    }

    @Test
    void isolated_theHostHasNoAddressThere() {
        host.network(
                "n20",
                true,
                Map.of(BRIDGE + "gateway_mode_ipv4", "isolated", BRIDGE + "gateway_mode_ipv6", "isolated"));
        assertThat(Iproute2.in(host.namespace).addresses("br-n20")).doesNotContain("172.20.0.1/16", "fd00:20::1/64");
        web = host.container("n20", 2);
        host.serve(web.namespace, "web", 80);
        BridgeHost.Container sibling = host.container("n20", 3);
        assertThat(WhoAreYou.ask(sibling.namespace, web.ipv4(), 80)).isEqualTo("web sees 172.20.0.3");
        assertThat(WhoAreYou.ask(host.namespace, web.ipv4(), 80)).isEqualTo(WhoAreYou.REFUSED);
    }

    @Test
    void defaultGateway_ofTheUsers_isTheWayOut() {
        IpamData pool = new IpamData(
                Cidr.parse("172.20.0.0/16"),
                Optional.of(Cidr.parse("172.20.0.1/16")),
                Map.of("DefaultGatewayIPv4", Cidr.parse("172.20.0.254/16")));
        host.driver.createNetwork(new NetworkSpec("n20", "n20", false, false, Map.of(), List.of(pool)));
        host.restart();
        web = host.container("n20", 2);
        assertThat(Iproute2.in(host.namespace).addresses("br-n20")).contains("172.20.0.1/16");
        assertThat(Iproute2.in(web.namespace).run("ip", "route").text()).contains("default via 172.20.0.254 dev eth0");
    }

    @Test
    void inhibitIpv4_somebodyElseIsTheGateway() {
        host.network("n20", false, Map.of(BRIDGE + "inhibit_ipv4", "true"));
        web = host.container("n20", 2);
        assertThat(Iproute2.in(host.namespace).addresses("br-n20")).doesNotContain("172.20.0.1/16");
        assertThat(Iproute2.in(web.namespace).run("ip", "route").text()).contains("default via 172.20.0.1 dev eth0");
    }
}
