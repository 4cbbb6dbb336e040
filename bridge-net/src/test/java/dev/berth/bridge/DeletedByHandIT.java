package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes links under running containers: what is left is still taken away, and what cannot be is said. */
@NetNsTest
class DeletedByHandIT {
    @TempDir
    Path directory;

    private BridgeHost host;
    private Iproute2 ip;
    private List<String> links;
    private String rules;
    private BridgeHost.Container web;

    @BeforeEach
    void start(NetNs namespace, NetNs neighbour) {
        host = new BridgeHost(namespace, neighbour, directory);
        ip = Iproute2.in(namespace);
        host.network("n19");
        host.driver.deleteNetwork("n19");
        links = ip.linkNames();
        rules = Nft.in(namespace).ruleset();
        host.network("n20");
        web = host.container("n20", 2);
        host.publish(web, BridgeHost.tcp("0.0.0.0", 8080, 80));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void isAsBefore() throws IOException {
        assertThat(ip.linkNames()).isEqualTo(links);
        assertThat(Nft.in(host.namespace).ruleset()).isEqualTo(rules);
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void bridge_nextJoinSaysSo_andAllElseGoes() throws IOException {
        ip.run("ip", "link", "delete", "br-n20").orFail();
        host.driver.createEndpoint("n20", BridgeHost.endpointSpec("n20", 3));
        assertThatThrownBy(() -> host.driver.join("n20", "n20e3", new JoinSpec(web.namespace.path(), "eth1")))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("join endpoint n20e3: bridge br-n20 of network n20 is gone");
        host.driver.deleteEndpoint("n20", "n20e3");
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        isAsBefore();
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
    void veth_nextJoinMakesItAgain_andAllGoes() throws IOException {
        ip.run("ip", "link", "delete", "vethn20e2").orFail();
        host.driver.join("n20", web.id(), new JoinSpec(web.namespace.path(), "eth0"));
        assertThat(ip.link("vethn20e2").master()).isEqualTo("br-n20");
        ip.run("ip", "link", "delete", "vethn20e2").orFail();
        host.driver.leave("n20", web.id());
        host.driver.deleteEndpoint("n20", web.id());
        host.driver.deleteNetwork("n20");
        isAsBefore();
    }
}
