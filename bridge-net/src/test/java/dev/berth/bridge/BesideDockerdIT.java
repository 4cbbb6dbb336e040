package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.nft.NftContext;
import dev.berth.linux.testing.NetNsTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host where dockerd has put up its packet filter, which drops whatever it does not know. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class BesideDockerdIT {
    private static final String DOCKERD = """
            table ip filter {
                chain DOCKER-USER {
                    counter return
                }
                chain FORWARD {
                    type filter hook forward priority filter; policy drop;
                    counter jump DOCKER-USER
                }
            }
            """;

    private BridgeHost host;
    private NftContext nft;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        nft = NftContext.open(host.namespace);
    }

    @AfterEach
    void stop() {
        nft.run("delete table ip filter");
        nft.close();
    }

    private String forwarding() {
        return nft.list("list table ip filter").replaceAll("packets \\d+ bytes \\d+", "-");
    }

    @Test
    void networks_reachOutAndStayApart_andLeaveNothingInItsFilter() {
        nft.run(DOCKERD);
        String before = forwarding();
        host.network("n20");
        host.network("n21");
        BridgeHost.Container one = host.container("n20", 2);
        BridgeHost.Container other = host.container("n21", 2);
        host.serve(host.neighbour, "neighbour", 80);
        host.serve(other.namespace, "other", 80);
        assertThat(WhoAreYou.ask(one.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
        assertThat(WhoAreYou.askInVain(one.namespace, other.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        host.driver.deleteNetwork("n20");
        assertThat(forwarding()).contains("jump BERTH").contains("br-n21").doesNotContain("br-n20");
        host.driver.deleteNetwork("n21");
        assertThat(forwarding()).isEqualTo(before);
    }

    @Test
    void dockerdStartedLater_isPassedFromTheNextContainerOn() {
        host.network("n20");
        nft.run(DOCKERD);
        BridgeHost.Container one = host.container("n20", 2);
        host.serve(host.neighbour, "neighbour", 80);
        assertThat(WhoAreYou.ask(one.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
        host.dismantle();
        assertThat(forwarding()).doesNotContain("BERTH");
    }
}
