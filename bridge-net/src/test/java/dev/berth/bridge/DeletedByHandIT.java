package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody deletes links under running containers: what is left is still taken away, and what cannot be is said. */
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

    @Test
    void bridge_nextJoinSaysSo_andAllElseGoes() {
        ip.run("ip", "link", "delete", "br-n20").orFail();
        host.driver.createEndpoint("n20", BridgeHost.endpointSpec("n20", 3));
        assertThatThrownBy(() -> host.driver.join("n20", "n20e3", new JoinSpec(web.namespace.path(), "eth1")))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("join endpoint n20e3: bridge br-n20 of network n20 is gone");
        host.driver.deleteEndpoint("n20", "n20e3");
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        assertThat(host.left()).isEmpty();
    }

    /** As at the daemon's start, when each network is made again. */
    @Test
    void bridge_networkMadeAgain_hasItBack() {
        ip.run("ip", "link", "delete", "br-n20").orFail();
        host.restart();
        host.network("n20");
        BridgeHost.Container next = host.container("n20", 3);
        host.serve(next.namespace, "next", 80);
        assertThat(WhoAreYou.ask(host.namespace, next.ipv4(), 80)).isEqualTo("next sees 172.20.0.1");
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
