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
    private static final String NO = "no";

    private BridgeHost host;
    private final List<String> table = new ArrayList<>();
    private String golden = "";

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        host.routeFromNeighbour("172.20.0.0/16");
        host.routeFromNeighbour("fd00:20::/64", "2001:db8::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat", "nat-unprotected", "routed", "isolated"})
    void everyCaller_isAnsweredAsTheModeSays(String mode) throws IOException {
        golden = golden(mode);
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
        loopback();

        assertThat(String.join("\n", table) + "\n").isEqualTo(golden);
    }

    /** Directly at a published and at an unpublished port, and at the host's address. */
    private void row(String caller, NetNs from, BridgeHost.Container web) {
        cell(caller, "own address, published", from, web.ipv4(), web.ipv6(), 80);
        cell(caller, "own address, unpublished", from, web.ipv4(), web.ipv6(), 81);
        cell(caller, "host's address", from, BridgeHost.ADDRESS, "2001:db8::1", PUBLISHED);
    }

    private void loopback() {
        cell("host", "loopback", host.namespace, "127.0.0.1", "::1", PUBLISHED);
    }

    private void cell(String caller, String way, NetNs from, String v4, String v6, int port) {
        String start = String.format("%-16s | %-24s | ", caller, way);
        List<String> expected = expected(start);
        table.add(start
                + String.format(
                        "tcp %s / %s | udp %s / %s",
                        tcp(expected.get(0), from, v4, port),
                        tcp(expected.get(1), from, v6, port),
                        udp(expected.get(2), from, v4, port),
                        udp(expected.get(3), from, v6, port)));
    }

    /** What the table has in that row: TCP over IPv4, over IPv6, UDP over IPv4, over IPv6. */
    private List<String> expected(String start) {
        return golden.lines()
                .filter(row -> row.startsWith(start))
                .findFirst()
                .map(row -> List.of(row.substring(start.length())
                        .replaceAll("tcp |udp ", "")
                        .split(" [|/] ")))
                .orElse(List.of(NO, NO, NO, NO));
    }

    /** Where an answer is expected it may take its time; where none is, none is awaited for long. */
    private static String tcp(String expected, NetNs from, String address, int port) {
        return seen(
                expected.equals(NO) ? WhoAreYou.askInVain(from, address, port) : WhoAreYou.ask(from, address, port));
    }

    private static String udp(String expected, NetNs from, String address, int port) {
        return seen(
                expected.equals(NO)
                        ? WhoAreYou.askUdpInVain(from, address, port)
                        : WhoAreYou.askUdp(from, address, port));
    }

    private static String seen(String answer) {
        // Whether dropped or refused: of many requests the kernel answers only some with an ICMP message.
        boolean none = answer.equals(WhoAreYou.SILENCE) || answer.equals(WhoAreYou.REFUSED);
        return none ? NO : answer.replace("web sees ", "").replaceAll("(:0)+:", "::");
    }

    private static String golden(String mode) throws IOException {
        try (InputStream in = ReachabilityIT.class.getResourceAsStream("reachability-" + mode + ".txt")) {
            return in == null ? "no table for " + mode : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
