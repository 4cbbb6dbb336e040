package dev.berth.bridge;

import static dev.berth.bridge.BridgeHost.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A driver that comes after another one, and tables that somebody else meddled with. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class DriverRestartIT {
    private static final Map<String, String> NO_ICC = Map.of("com.docker.network.bridge.enable_icc", "false");

    private BridgeHost host;
    private BridgeHost.Container web;
    private BridgeHost.Container app;
    private List<PortBinding> published;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        host.network("n20", false, NO_ICC);
        web = host.container("n20", 2);
        app = host.container("n20", 3);
        published = host.publish(web, tcp("0.0.0.0", 8080, 80), tcp("0.0.0.0", 0, 80));
        permit();
        host.serve(web.namespace, "web", 80);
    }

    private void permit() {
        host.driver.permit("n20", app.id(), web.id(), List.of(new ContainerPort(80, Protocol.TCP)));
    }

    private void assertAllWorks() {
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).startsWith("web sees");
        assertThat(WhoAreYou.ask(host.namespace, "127.0.0.1", published.get(1).hostPort()))
                .startsWith("web sees");
        assertThat(WhoAreYou.ask(app.namespace, web.ipv4(), 80)).startsWith("web sees");
    }

    @Test
    void restart_touchesNothingAndHoldsThePortsAgain() {
        String rules = Nft.in(host.namespace).ruleset();
        List<String> links = Iproute2.in(host.namespace).linkNames();
        host.restart();
        assertThat(Nft.in(host.namespace).ruleset()).isEqualTo(rules);
        assertThat(Iproute2.in(host.namespace).linkNames()).isEqualTo(links);
        assertThatThrownBy(() -> host.namespace.call(() -> new ServerSocket(8080)))
                .hasMessageContaining("Address already in use");
        assertAllWorks();
    }

    @Test
    void restart_everyCallAgain_changesNothing() {
        String rules = Nft.in(host.namespace).ruleset();
        List<String> links = Iproute2.in(host.namespace).linkNames();
        host.restart();
        host.network("n20", false, NO_ICC);
        host.driver.createEndpoint("n20", web.spec);
        host.driver.join("n20", web.id(), new JoinSpec(web.namespace.path(), "eth0"));
        assertThat(host.publish(web, tcp("0.0.0.0", 8080, 80), tcp("0.0.0.0", 0, 80)))
                .isEqualTo(published);
        permit();
        assertThat(Nft.in(host.namespace).ruleset()).isEqualTo(rules);
        assertThat(Iproute2.in(host.namespace).linkNames()).isEqualTo(links);
        assertAllWorks();
    }

    @Test
    void restart_thenTeardown_leavesNothing() {
        host.restart();
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteEndpoint("n20", app.id());
        host.driver.deleteNetwork("n20");
        assertThat(Nft.in(host.namespace).ruleset()).doesNotContain("elements");
        assertThat(Iproute2.in(host.namespace).linkNames()).containsExactlyInAnyOrder("lo", "up0");
    }

    @Test
    void flushedRuleset_isWholeAgainAfterTheNextChange() {
        Nft.in(host.namespace).run("flush ruleset");
        host.network("n21");
        assertAllWorks();
        assertThat(WhoAreYou.askInVain(web.namespace, app.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void flushedRuleset_whileTheDaemonWasAway_isWholeAgainAfterTheNextChange() {
        Nft.in(host.namespace).run("flush ruleset");
        host.restart();
        host.network("n20", false, NO_ICC);
        assertAllWorks();
    }

    @Test
    void elementLeftByAStranger_doesNotStandInTheWay() {
        Nft.in(host.namespace).run("add element inet berth published4_any { tcp . 9090 : 172.20.0.99 . 1 }");
        host.publish(app, tcp("0.0.0.0", 9090, 80));
        host.serve(app.namespace, "app", 80);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 9090)).startsWith("app sees");
        assertAllWorks();
    }

    /** As after an update of Berth that comes with other chains. */
    @Test
    void usersChain_outlivesTheRestOfTheTable() {
        host.serve(web.namespace, "web", 81);
        host.publish(web, tcp("0.0.0.0", 8080, 80), tcp("0.0.0.0", 8081, 81));
        published = host.publish(web, tcp("0.0.0.0", 8080, 80), tcp("0.0.0.0", 0, 80), tcp("0.0.0.0", 8081, 81));
        Nft.in(host.namespace).run("add rule inet berth user tcp dport 81 drop comment \"mine\"");
        Nft.in(host.namespace).run("delete chain inet berth skeleton_2");
        host.restart();
        host.network("n20", false, NO_ICC);
        assertThat(Nft.in(host.namespace).ruleset()).contains("chain skeleton_2", "drop comment \"mine\"");
        assertThat(WhoAreYou.askInVain(host.neighbour, BridgeHost.ADDRESS, 8081))
                .isEqualTo(WhoAreYou.SILENCE);
        assertAllWorks();
        Nft.in(host.namespace).run("flush chain inet berth user");
    }

    @Test
    void otherTables_areLeftAlone() {
        String theirs = "table ip theirs {\n\tchain forward {\n"
                + "\t\ttype filter hook forward priority filter; policy accept;\n\t}\n}\n";
        Nft.in(host.namespace).run(theirs);
        host.network("n21");
        host.driver.deleteEndpoint("n20", web.id());
        Nft.in(host.namespace).run("delete table inet berth");
        host.driver.deleteNetwork("n21");
        assertThat(Nft.in(host.namespace).ruleset()).contains(theirs.strip());
        Nft.in(host.namespace).run("delete table ip theirs");
    }
}
