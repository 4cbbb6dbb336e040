package dev.berth.bridge;

import static dev.berth.bridge.BridgeHost.tcp;
import static dev.berth.bridge.BridgeHost.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches a published port, by which address, and whom the container sees. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class PublishedPortsIT {
    private BridgeHost host;
    private BridgeHost.Container web;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
        host.network("n20");
        web = host.container("n20", 2);
        host.serve(web.namespace, "web", 80);
    }

    /** With br_netfilter, where frames pass the IP chains too, and without. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void anyAddress_isReachedFromEverywhere(String brNetfilter) {
        host.brNetfilter(brNetfilter);
        BridgeHost.Container own = host.container("n20", 4);
        host.network("n21");
        BridgeHost.Container sibling = host.container("n20", 3);
        BridgeHost.Container stranger = host.container("n21", 2);
        host.publish(web, tcp("0.0.0.0", 8080, 80));

        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.namespace, BridgeHost.ADDRESS, 8080)).isEqualTo("web sees 172.20.0.1");
        assertThat(WhoAreYou.ask(host.namespace, "127.0.0.1", 8080)).isEqualTo("web sees 172.20.0.1");
        assertThat(WhoAreYou.ask(host.namespace, "172.20.0.1", 8080)).isEqualTo("web sees 172.20.0.1");
        assertThat(WhoAreYou.ask(sibling.namespace, BridgeHost.ADDRESS, 8080)).isEqualTo("web sees 172.20.0.1");
        host.serve(own.namespace, "own", 80);
        host.publish(own, tcp("0.0.0.0", 8084, 80));
        assertThat(WhoAreYou.ask(own.namespace, BridgeHost.ADDRESS, 8084)).isEqualTo("own sees 172.20.0.1");
        assertThat(WhoAreYou.ask(stranger.namespace, BridgeHost.ADDRESS, 8080)).isEqualTo("web sees 172.20.0.1");
    }

    @Test
    void udp_isReachedFromOutsideAndInside() {
        host.publish(web, udp("0.0.0.0", 5353, 80));
        assertThat(WhoAreYou.askUdp(host.neighbour, BridgeHost.ADDRESS, 5353))
                .isEqualTo("web sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.askUdp(host.namespace, "127.0.0.1", 5353)).isEqualTo("web sees 172.20.0.1");
    }

    @Test
    void udp_publishedByAnotherContainer_followsIt() {
        BridgeHost.Container next = host.container("n20", 3);
        host.serve(next.namespace, "next", 80);
        host.publish(web, udp("0.0.0.0", 5354, 80));
        assertThat(WhoAreYou.askUdp(host.neighbour, 40_000, BridgeHost.ADDRESS, 5354))
                .startsWith("web sees");
        host.driver.revokeExternalConnectivity("n20", web.id());
        host.publish(next, udp("0.0.0.0", 5354, 80));
        assertThat(WhoAreYou.askUdp(host.neighbour, 40_000, BridgeHost.ADDRESS, 5354))
                .startsWith("next sees");
    }

    @Test
    void ipv6_isReachedFromOutsideWithItsSource() {
        host.publish(web, tcp("::", 8080, 80));
        assertThat(WhoAreYou.ask(host.neighbour, "2001:db8::1", 8080)).isEqualTo("web sees 2001:db8:0:0:0:0:0:2");
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).isEqualTo(WhoAreYou.REFUSED);
    }

    @Test
    void loopbackAddress_isReachedFromTheHostOnly() {
        host.publish(web, tcp("127.0.0.1", 8080, 80));
        assertThat(WhoAreYou.ask(host.namespace, "127.0.0.1", 8080)).isEqualTo("web sees 172.20.0.1");
        assertThat(WhoAreYou.ask(host.namespace, BridgeHost.ADDRESS, 8080)).isEqualTo(WhoAreYou.REFUSED);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).isEqualTo(WhoAreYou.REFUSED);
        BridgeHost.sendLoopbackOut(host.neighbour, BridgeHost.ADDRESS);
        assertThat(WhoAreYou.askInVain(host.neighbour, "127.0.0.1", 8080)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void unpublishedPort_isNotReachedThroughARoute() {
        host.publish(web, tcp("0.0.0.0", 8081, 81));
        host.routeFromNeighbour("172.20.0.0/16");
        assertThat(WhoAreYou.askInVain(host.neighbour, "172.20.0.2", 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void withdrawn_isRefusedAndFree() {
        host.publish(web, tcp("0.0.0.0", 8080, 80));
        host.driver.revokeExternalConnectivity("n20", web.id());
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).isEqualTo(WhoAreYou.REFUSED);
        BridgeHost.Container next = host.container("n20", 3);
        host.publish(next, tcp("0.0.0.0", 8080, 80));
        host.serve(next.namespace, "next", 80);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8080)).startsWith("next sees");
    }

    @Test
    void publishedPort_isTakenForOtherPrograms() {
        host.publish(web, tcp("0.0.0.0", 8080, 80));
        assertThatThrownBy(() -> host.namespace.call(() -> new ServerSocket(8080, 1, InetAddress.getByName("0.0.0.0"))))
                .hasMessageContaining("Address already in use");
    }

    @Test
    void portOfAnotherProgram_isNotPublished() throws Exception {
        try (ServerSocket other = host.namespace.call(() -> new ServerSocket(8080))) {
            assertThatThrownBy(() -> host.publish(web, tcp("0.0.0.0", other.getLocalPort(), 80)))
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessage("failed to bind port 0.0.0.0:8080/tcp: address already in use");
        }
        assertThat(host.publish(web, tcp("0.0.0.0", 8080, 80))).hasSize(1);
    }

    @Test
    void addressThatTheHostLacks_isSaid() {
        assertThatThrownBy(() -> host.publish(web, tcp("198.51.100.7", 8080, 80)))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessage("failed to bind port 198.51.100.7:8080/tcp: cannot assign requested address");
    }

    @Test
    void manyPorts_areOneTransactionAndAllWork() {
        PortBinding[] range = new PortBinding[500];
        for (int i = 0; i < range.length; i++) {
            range[i] = tcp("0.0.0.0", 20_000 + i, 80);
        }
        host.publish(web, range);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 20_000)).startsWith("web sees");
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 20_499)).startsWith("web sees");
    }

    @Test
    void rangeOfEqualNumbers_isOneElementAndAllWork() {
        PortBinding[] range = new PortBinding[2000];
        for (int i = 0; i < range.length; i++) {
            range[i] = tcp("0.0.0.0", 20_000 + i, 20_000 + i);
        }
        host.publish(web, range);
        host.serve(web.namespace, "first", 20_000);
        host.serve(web.namespace, "last", 21_999);
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 20_000))
                .isEqualTo("first sees " + BridgeHost.NEIGHBOUR);
        assertThat(WhoAreYou.ask(host.namespace, "127.0.0.1", 21_999)).isEqualTo("last sees 172.20.0.1");
        assertThat(Nft.in(host.namespace).ruleset()).contains("elements = { tcp . 20000-21999 : 172.20.0.2 }");
        host.restart();
        assertThat(host.publish(web, range)).isEqualTo(List.of(range));
        host.driver.revokeExternalConnectivity("n20", web.id());
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 20_000)).isEqualTo(WhoAreYou.REFUSED);
        assertThat(Nft.in(host.namespace).ruleset()).doesNotContain("20000-21999");
    }

    private BridgeHost.Container withOnly(boolean v4, int number) {
        EndpointSpec both = BridgeHost.endpointSpec("n20", number);
        BridgeHost.Container container = host.container(
                "n20",
                new EndpointSpec(
                        both.id(),
                        Optional.empty(),
                        both.ipv4().filter(any -> v4),
                        both.ipv6().filter(any -> !v4),
                        Map.of()));
        host.serve(container.namespace, "single", 80);
        return container;
    }

    @Test
    void ipv6Loopback_isReachedWhateverTheContainerHas() {
        host.publish(web, tcp("::", 8080, 80), tcp("::1", 8081, 80), udp("::", 8080, 80));
        assertThat(WhoAreYou.ask(host.namespace, "::1", 8080)).isEqualTo("web sees fd00:20:0:0:0:0:0:1");
        assertThat(WhoAreYou.ask(host.namespace, "::1", 8081)).isEqualTo("web sees fd00:20:0:0:0:0:0:1");
        assertThat(WhoAreYou.askUdp(host.namespace, "::1", 8080)).isEqualTo("web sees fd00:20:0:0:0:0:0:1");
        assertThat(WhoAreYou.ask(host.neighbour, "2001:db8::1", 8081)).isEqualTo(WhoAreYou.REFUSED);
        host.publish(withOnly(true, 5), tcp("::", 8090, 80), udp("::", 8090, 80));
        assertThat(WhoAreYou.ask(host.namespace, "::1", 8090)).isEqualTo("single sees 172.20.0.1");
        assertThat(WhoAreYou.askUdp(host.namespace, "::1", 8090)).isEqualTo("single sees 172.20.0.1");
    }

    @Test
    void otherFamily_isReachedFromOutsideByTheRelay() {
        host.publish(withOnly(true, 5), tcp("2001:db8::1", 8090, 80), udp("::", 8090, 80));
        assertThat(WhoAreYou.ask(host.neighbour, "2001:db8::1", 8090)).isEqualTo("single sees 172.20.0.1");
        assertThat(WhoAreYou.askUdp(host.neighbour, "2001:db8::1", 8090)).isEqualTo("single sees 172.20.0.1");
        host.publish(withOnly(false, 6), tcp("0.0.0.0", 8091, 80));
        assertThat(WhoAreYou.ask(host.neighbour, BridgeHost.ADDRESS, 8091))
                .isEqualTo("single sees fd00:20:0:0:0:0:0:1");
    }

    @Test
    void relay_startsWithTheFirstPortThatNeedsIt() {
        Awaitility.await().until(() -> relays() == 0); // others' that are about to end
        host.publish(web, tcp("0.0.0.0", 8080, 80), udp("0.0.0.0", 8080, 80), tcp("2001:db8::1", 8080, 80));
        assertThat(relays()).isZero();
        host.publish(web, tcp("::", 8080, 80));
        assertThat(relays()).isEqualTo(1);
    }

    private static long relays() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("port-relay"))
                .count();
    }

    @Test
    void relayedPort_withdrawnAndPublishedAgain_isThereAtOnce() {
        for (int round = 0; round < 3; round++) {
            host.publish(web, tcp("::", 8080, 80));
            assertThat(WhoAreYou.ask(host.namespace, "::1", 8080)).startsWith("web sees");
            host.driver.revokeExternalConnectivity("n20", web.id());
            assertThat(WhoAreYou.ask(host.namespace, "::1", 8080)).isEqualTo(WhoAreYou.REFUSED);
        }
    }

    @Test
    void relayedPort_afterARestart_isServedAgain() {
        host.publish(web, tcp("::", 8080, 80));
        host.restart();
        assertThat(WhoAreYou.ask(host.namespace, "::1", 8080)).startsWith("web sees");
    }

    @Test
    void relayedPort_nobodyServesInside_isClosedAtOnce() {
        host.publish(web, tcp("::", 8080, 8080));
        assertThat(WhoAreYou.ask(host.namespace, "::1", 8080)).isIn("", WhoAreYou.REFUSED);
    }

    @Test
    void relay_carriesMuchBothWaysAndEndsEachByItself() throws Exception {
        host.publish(web, tcp("::", 9000, 9000));
        byte[] much = new byte[3_000_000];
        new Random(1).nextBytes(much);
        try (ServerSocket server = web.namespace.call(() -> new ServerSocket(9000));
                Socket caller = host.namespace.call(() -> new Socket("::1", 9000));
                Socket called = server.accept()) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readAll(called));
            caller.getOutputStream().write(much);
            caller.shutdownOutput();
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(much);
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> readAll(caller));
            called.getOutputStream().write(much);
            called.shutdownOutput();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(much);
        }
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
