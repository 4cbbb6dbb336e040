package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every caller, in both families and both protocols, by every way, in every gateway mode: what is answered, and whom the
 * server sees. The expected tables are the resources {@code reachability-MODE.txt}.
 */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class ReachabilityIT {
    private static final String BRIDGE = "com.docker.network.bridge.";
    private static final int PUBLISHED = 8080;

    private BridgeHost host;
    private final List<String> table = new ArrayList<>();

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        host.routeFromNeighbour("172.20.0.0/16");
        host.routeFromNeighbour("fd00:20::/64", "2001:db8::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat", "nat-unprotected", "routed", "isolated"})
    void everyCaller_isAnsweredAsTheModeSays(String mode) throws IOException {
        host.network(
                "n20",
                mode.equals("isolated"),
                Map.of(BRIDGE + "gateway_mode_ipv4", mode, BRIDGE + "gateway_mode_ipv6", mode));
        host.network("n21");
        BridgeHost.Container web = host.container("n20", 2);
        BridgeHost.Container sibling = host.container("n20", 3);
        BridgeHost.Container stranger = host.container("n21", 2);
        host.serve(web.namespace, "web", 80);
        host.serve(web.namespace, "web", 81);
        host.publish(
                web,
                BridgeHost.tcp("0.0.0.0", PUBLISHED, 80),
                BridgeHost.tcp("::", PUBLISHED, 80),
                BridgeHost.udp("0.0.0.0", PUBLISHED, 80),
                BridgeHost.udp("::", PUBLISHED, 80));

        row("sibling", sibling.namespace, web);
        row("other network", stranger.namespace, web);
        row("host", host.namespace, web);
        row("neighbour", host.neighbour, web);
        row("container itself", web.namespace, web);
        loopback(web);

        assertThat(String.join("\n", table) + "\n").isEqualTo(golden(mode));
    }

    /** Directly at a published and at an unpublished port, and at the host's address. */
    private void row(String caller, NetNs from, BridgeHost.Container web) {
        cell(caller, "own address, published", from, web.ipv4(), web.ipv6(), 80);
        cell(caller, "own address, unpublished", from, web.ipv4(), web.ipv6(), 81);
        cell(caller, "host's address", from, BridgeHost.ADDRESS, "2001:db8::1", PUBLISHED);
    }

    private void loopback(BridgeHost.Container web) {
        cell("host", "loopback", host.namespace, "127.0.0.1", "::1", PUBLISHED);
    }

    private void cell(String caller, String way, NetNs from, String v4, String v6, int port) {
        table.add(String.format(
                "%-16s | %-24s | tcp %s / %s | udp %s / %s",
                caller,
                way,
                seen(WhoAreYou.askInVain(from, v4, port)),
                seen(WhoAreYou.askInVain(from, v6, port)),
                seen(WhoAreYou.askUdpInVain(from, v4, port)),
                seen(WhoAreYou.askUdpInVain(from, v6, port))));
    }

    private static String seen(String answer) {
        // Whether dropped or refused: of many requests the kernel answers only some with an ICMP message.
        boolean none = answer.equals(WhoAreYou.SILENCE) || answer.equals(WhoAreYou.REFUSED);
        return none ? "no" : answer.replace("web sees ", "").replaceAll("(:0)+:", "::");
    }

    private static String golden(String mode) throws IOException {
        try (InputStream in = ReachabilityIT.class.getResourceAsStream("reachability-" + mode + ".txt")) {
            return in == null ? "no table for " + mode : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
