package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.EndpointSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A container whose root means ill: it takes a sibling's addresses, or the gateway's. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class SpoofingIT {
    private BridgeHost host;
    private BridgeHost.Container honest;
    private BridgeHost.Container evil;
    private BridgeHost.Container victim;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
    }

    private void network(Map<String, String> options) {
        host.network("n20", false, options);
        honest = host.container("n20", 2);
        evil = host.container("n20", 3);
        victim = host.container("n20", 4);
        host.serve(honest.namespace, "honest", 80);
    }

    private void inEvil(String... command) {
        Iproute2.in(evil.namespace).run(command).orFail();
    }

    /** Takes the IPv4 address of a container that has just gone silent, so that nobody else answers for it. */
    private void takeIpv4() {
        Iproute2.in(victim.namespace).run("ip", "link", "set", "eth0", "down").orFail();
        inEvil("ip", "address", "flush", "dev", "eth0", "scope", "global");
        inEvil("ip", "address", "add", "172.20.0.4/16", "dev", "eth0");
    }

    @Test
    void siblingsIpv4_isNotTaken() {
        network(Map.of());
        takeIpv4();
        assertThat(WhoAreYou.askInVain(evil.namespace, honest.ipv4(), 80)).isNotEqualTo("honest sees 172.20.0.4");
        assertThat(Iproute2.in(honest.namespace)
                        .run("ip", "neighbour", "show", "172.20.0.4")
                        .text())
                .doesNotContain("02:42:ac:14:00:03");
    }

    @Test
    void siblingsIpv4_withSpoofingAllowed_isTaken() {
        network(Map.of(BridgeOptions.SPOOFING, "true"));
        takeIpv4();
        assertThat(WhoAreYou.ask(evil.namespace, honest.ipv4(), 80)).isEqualTo("honest sees 172.20.0.4");
    }

    @Test
    void siblingsIpv6_isNotTaken() {
        network(Map.of());
        Iproute2.in(victim.namespace).run("ip", "link", "set", "eth0", "down").orFail();
        inEvil("ip", "-6", "address", "flush", "dev", "eth0", "scope", "global");
        inEvil("ip", "address", "add", "fd00:20::4/64", "dev", "eth0", "nodad");
        assertThat(WhoAreYou.askInVain(evil.namespace, honest.ipv6(), 80))
                .isNotEqualTo("honest sees fd00:20:0:0:0:0:0:4");
        assertThat(Iproute2.in(honest.namespace)
                        .run("ip", "neighbour", "show", "fd00:20::4")
                        .text())
                .doesNotContain("02:42:ac:14:00:03");
    }

    @Test
    void siblingsIpv6_withSpoofingAllowed_isTaken() {
        network(Map.of(BridgeOptions.SPOOFING, "true"));
        Iproute2.in(victim.namespace).run("ip", "link", "set", "eth0", "down").orFail();
        inEvil("ip", "-6", "address", "flush", "dev", "eth0", "scope", "global");
        inEvil("ip", "address", "add", "fd00:20::4/64", "dev", "eth0", "nodad");
        assertThat(WhoAreYou.ask(evil.namespace, honest.ipv6(), 80)).isEqualTo("honest sees fd00:20:0:0:0:0:0:4");
    }

    /** Frames under a sibling's hardware address would make the bridge send the sibling's own to the liar. */
    @Test
    void siblingsMac_isNotTaken() {
        network(Map.of());
        inEvil("ip", "link", "set", "eth0", "address", "02:42:ac:14:00:04");
        assertThat(WhoAreYou.askInVain(evil.namespace, honest.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
        assertThat(WhoAreYou.ask(victim.namespace, honest.ipv4(), 80)).isEqualTo("honest sees 172.20.0.4");
    }

    /** An address may be somebody's on two networks; it stays theirs on the one when they leave the other. */
    @Test
    void macOfTwoContainers_oneOfThemGone_isNotTaken() {
        network(Map.of());
        host.network("n21");
        EndpointSpec plain = BridgeHost.endpointSpec("n21", 2);
        BridgeHost.Container twin = host.container(
                "n21",
                new EndpointSpec(
                        plain.id(),
                        Optional.of(new MacAddress("02:42:ac:14:00:04")),
                        plain.ipv4(),
                        plain.ipv6(),
                        Map.of()));
        host.driver.deleteEndpoint("n21", twin.id());
        inEvil("ip", "link", "set", "eth0", "address", "02:42:ac:14:00:04");
        assertThat(WhoAreYou.askInVain(evil.namespace, honest.ipv4(), 80)).isEqualTo(WhoAreYou.SILENCE);
    }

    @Test
    void routersAdvertisement_reachesNobody() {
        network(Map.of());
        for (int i = 0; i < 5; i++) {
            advertiseRoute();
        }
        // Frames of one link keep their order: the advertisements have been there or nowhere.
        assertThat(WhoAreYou.ask(evil.namespace, honest.ipv4(), 80)).startsWith("honest sees");
        assertThat(routesLearned()).isEmpty();
    }

    @Test
    void routersAdvertisement_withSpoofingAllowed_isBelieved() {
        network(Map.of(BridgeOptions.SPOOFING, "true"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            advertiseRoute();
            return routesLearned().contains("default via fe80::bad");
        });
    }

    private void advertiseRoute() {
        byte[] frame = RouterAdvertisement.frame("fe80::bad", new MacAddress("02:42:ac:14:00:03"));
        try (RtNetlink links = RtNetlink.open(evil.namespace);
                Frames frames = evil.namespace.call(Frames::open)) {
            frames.send(links.link("eth0").orElseThrow(), frame);
        }
    }

    private String routesLearned() {
        return Iproute2.in(honest.namespace)
                .run("ip", "-6", "route", "show", "proto", "ra")
                .text();
    }

    @Test
    void gatewaysAddress_isNotTaken() {
        network(Map.of());
        host.serve(host.neighbour, "neighbour", 80);
        inEvil("ip", "address", "add", "172.20.0.1/16", "dev", "eth0");
        inEvil("busybox", "arping", "-U", "-c", "2", "-I", "eth0", "172.20.0.1");
        assertThat(WhoAreYou.ask(honest.namespace, BridgeHost.NEIGHBOUR, 80))
                .isEqualTo("neighbour sees " + BridgeHost.ADDRESS);
    }

    /** As a virtual address that moves between containers is held: nobody was given it, so nobody is harmed. */
    @Test
    void addressThatNobodyWasGiven_mayBeUsed() {
        network(Map.of());
        inEvil("ip", "address", "flush", "dev", "eth0", "scope", "global");
        inEvil("ip", "address", "add", "172.20.0.200/16", "dev", "eth0");
        assertThat(WhoAreYou.ask(evil.namespace, honest.ipv4(), 80)).isEqualTo("honest sees 172.20.0.200");
    }
}
