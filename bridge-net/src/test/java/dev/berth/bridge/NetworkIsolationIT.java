package dev.berth.bridge;

import static dev.berth.bridge.BridgeHost.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which containers reach whom, and as whom. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class NetworkIsolationIT {
    private static final Map<String, String> NO_ICC = Map.of("com.docker.network.bridge.enable_icc", "false");

    private BridgeHost host;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
    }

    @Test
    void oneNetwork_reachesItselfAndTheHost() {
        host.network("n20");
        BridgeHost.Container one = host.container("n20", 2);
        BridgeHost.Container other = host.container("n20", 3);
        host.serve(other.namespace, "other", 80);
        host.serve(host.namespace, "host", 90);
        assertThat(WhoAreYou.ask(one.namespace, other.ipv4(), 80)).isEqualTo("other sees 172.20.0.2");
        assertThat(WhoAreYou.ask(one.namespace, other.ipv6(), 80)).isEqualTo("other sees " + one.ipv6());
        assertThat(WhoAreYou.ask(one.namespace, "172.20.0.1", 90)).isEqualTo("host sees 172.20.0.2");
        assertThat(WhoAreYou.ask(host.namespace, other.ipv4(), 80)).isEqualTo("other sees 172.20.0.1");
    }

    @Test
    void twoNetworks_doNotReachEachOther() {
        host.network("n20");
        host.network("n21");
        BridgeHost.Container one = host.container("n20", 2);
        BridgeHost.Container other = host.container("n21", 2);
        host.serve(other.namespace, "other", 80);
        assertThat(WhoAreYou.askInVain(one.namespace, other.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(one.namespace, other.ipv6(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void outgoing_isSeenAsTheHost() {
        host.network("n20");
        BridgeHost.Container one = host.container("n20", 2);
        host.serve(host.neighbour, "neighbour", 80);
        assertThat(WhoAreYou.ask(one.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
        assertThat(WhoAreYou.ask(one.namespace, "2001:db8::2", 80)).isEqualTo("neighbour sees 2001:db8:0:0:0:0:0:1");
        assertThat(WhoAreYou.askUdp(one.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
    }

    @Test
    void outgoing_withoutMasquerade_isSeenAsItself() {
        host.network("n20", false, Map.of("com.docker.network.bridge.enable_ip_masquerade", "false"));
        host.routeFromNeighbour("172.20.0.0/16");
        BridgeHost.Container one = host.container("n20", 2);
        host.serve(host.neighbour, "neighbour", 80);
        assertThat(WhoAreYou.ask(one.namespace, BridgeHost.NEIGHBOUR, 80)).isEqualTo("neighbour sees 172.20.0.2");
    }

    @Test
    void internalNetwork_reachesItselfAndTheHostOnly() {
        host.network("n20", true, Map.of());
        host.network("n21");
        host.routeFromNeighbour("172.20.0.0/16");
        BridgeHost.Container one = host.container("n20", 2);
        BridgeHost.Container sibling = host.container("n20", 3);
        BridgeHost.Container stranger = host.container("n21", 2);
        host.publish(one, tcp("0.0.0.0", 8080, 80));
        host.publish(stranger, tcp("0.0.0.0", 8081, 80));
        one.routeDefault("172.20.0.1");
        host.serve(one.namespace, "one", 80);
        host.serve(stranger.namespace, "stranger", 80);
        host.serve(host.neighbour, "neighbour", 80);
        assertThat(WhoAreYou.ask(sibling.namespace, one.ipv4(), 80)).isEqualTo("one sees 172.20.0.3");
        assertThat(WhoAreYou.ask(host.namespace, one.ipv4(), 80)).isEqualTo("one sees 172.20.0.1");
        assertThat(WhoAreYou.askInVain(one.namespace, BridgeHost.NEIGHBOUR, 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(one.namespace, stranger.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(one.namespace, BridgeHost.ADDRESS, 8081)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(stranger.namespace, one.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(host.neighbour, one.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    /** With br_netfilter, where frames pass the IP chains too, and without. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void iccFalse_lockedUnlessPermitted(String brNetfilter) {
        host.brNetfilter(brNetfilter);
        host.network("n20", false, NO_ICC);
        BridgeHost.Container child = host.container("n20", 2);
        BridgeHost.Container parent = host.container("n20", 3);
        host.serve(parent.namespace, "parent", 80);
        host.serve(parent.namespace, "parent", 81);
        host.serve(child.namespace, "child", 80);
        host.serve(host.neighbour, "neighbour", 80);
        assertThat(WhoAreYou.askInVain(child.namespace, parent.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.ask(child.namespace, BridgeHost.NEIGHBOUR, 80)).startsWith("neighbour sees");

        host.driver.permit("n20", child.id(), parent.id(), List.of(new ContainerPort(80, Protocol.TCP)));
        assertThat(WhoAreYou.ask(child.namespace, parent.ipv4(), 80)).isEqualTo("parent sees 172.20.0.2");
        assertThat(WhoAreYou.ask(child.namespace, parent.ipv6(), 80)).isEqualTo("parent sees " + child.ipv6());
        assertThat(WhoAreYou.askInVain(child.namespace, parent.ipv4(), 81)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.askInVain(parent.namespace, child.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);

        host.driver.revoke("n20", child.id(), parent.id());
        assertThat(WhoAreYou.askInVain(child.namespace, parent.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void iccFalse_publishedPortIsReachedThroughTheHost(String brNetfilter) {
        host.brNetfilter(brNetfilter);
        host.network("n20", false, NO_ICC);
        BridgeHost.Container one = host.container("n20", 2);
        BridgeHost.Container web = host.container("n20", 3);
        host.publish(web, tcp("0.0.0.0", 8080, 80));
        host.serve(web.namespace, "web", 80);
        assertThat(WhoAreYou.ask(one.namespace, BridgeHost.ADDRESS, 8080)).startsWith("web sees");
    }

    @Test
    void hostsLoopback_isNotReachedThroughTheBridge() {
        host.network("n20");
        BridgeHost.Container one = host.container("n20", 2);
        host.serve(host.namespace, "host", 90);
        BridgeHost.sendLoopbackOut(one.namespace, "172.20.0.1");
        assertThat(WhoAreYou.askInVain(one.namespace, "127.0.0.1", 90)).isEqualTo(WhoAreYou.SILENCE);
    }
}
