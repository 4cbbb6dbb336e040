package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinSpec;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody deletes links under running containers: what is missing is made again with the next container, and all goes. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class DeletedByHandIT {
    private BridgeHost host;
    private Iproute2 ip;
    private BridgeHost.Container web;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        ip = Iproute2.in(host.namespace);
        host.network("n20");
        web = host.container("n20", 2);
        host.publish(web, BridgeHost.tcp("0.0.0.0", 8080, 80));
    }

    private void deleteBridge() {
        ip.run("ip", "link", "delete", "br-n20").orFail();
    }

    /** Who was there before is reached again: by siblings, by the host, and from outside at the published port. */
    private void allWorksWith(BridgeHost.Container next) {
        host.serve(web.namespace, "web", 80);
        assertThat(WhoAreYou.ask(next.namespace, web.ipv4(), 80)).isEqualTo("web sees " + next.ipv4());
        assertThat(WhoAreYou.ask(next.namespace, web.ipv6(), 80)).isEqualTo("web sees " + next.ipv6());
        assertThat(WhoAreYou.ask(host.namespace, web.ipv4(), 80)).isEqualTo("web sees 172.20.0.1");
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
    }

    @Test
    void bridge_nextJoinMakesItAgain_withTheOthersOnIt() {
        deleteBridge();
        allWorksWith(host.container("n20", 3));
    }

    @Test
    void bridge_afterARestartToo() {
        deleteBridge();
        host.restart();
        allWorksWith(host.container("n20", 3));
    }

    @Test
    void bridge_madeAgainByHand_isMadeWhole() {
        deleteBridge();
        ip.run("ip", "link", "add", "br-n20", "type", "bridge").orFail();
        ip.run("ip", "link", "set", "br-n20", "up").orFail();
        allWorksWith(host.container("n20", 3));
    }

    @Test
    void bridge_setDown_isUpAgain() {
        ip.run("ip", "link", "set", "br-n20", "down").orFail();
        allWorksWith(host.container("n20", 3));
    }

    @Test
    void bridge_gone_allGoes() {
        deleteBridge();
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        assertThat(host.left()).isEmpty();
    }

    /** As at the daemon's start, when each network is made again, and each endpoint joins again. */
    @Test
    void bridge_networkMadeAgain_hasItBack() {
        deleteBridge();
        host.restart();
        host.network("n20");
        host.driver.join("n20", web.id(), new JoinSpec(web.namespace.path(), "eth0"));
        allWorksWith(host.container("n20", 3));
    }

    @Test
    void bridgeOfSomebodyElse_isTheirsToMakeAgain() {
        ip.run("ip", "link", "add", "mine0", "type", "bridge").orFail();
        host.network("n21", false, Map.of("com.docker.network.bridge.name", "mine0"));
        BridgeHost.Container one = host.container("n21", 2);
        ip.run("ip", "link", "delete", "mine0").orFail();
        host.driver.createEndpoint("n21", BridgeHost.endpointSpec("n21", 3));
        assertThatThrownBy(() -> host.driver.join("n21", "n21e3", new JoinSpec(web.namespace.path(), "eth1")))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("join endpoint n21e3: bridge mine0 of network n21 is gone; it was made by somebody else,"
                        + " and has to be made again by them");

        ip.run("ip", "link", "add", "mine0", "type", "bridge").orFail();
        BridgeHost.Container other = host.container("n21", 4);
        host.serve(one.namespace, "one", 80);
        assertThat(WhoAreYou.ask(other.namespace, one.ipv4(), 80)).isEqualTo("one sees 172.21.0.4");
        host.dismantle();
        ip.run("ip", "link", "delete", "mine0").orFail();
    }

    @Test
    void veth_nextJoinMakesItAgain_andAllGoes() {
        ip.run("ip", "link", "delete", "vethn20e2").orFail();
        host.driver.join("n20", web.id(), new JoinSpec(web.namespace.path(), "eth0"));
        assertThat(ip.link("vethn20e2").master()).isEqualTo("br-n20");
        ip.run("ip", "link", "delete", "vethn20e2").orFail();
        host.driver.leave("n20", web.id());
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        assertThat(host.left()).isEmpty();
    }
}
