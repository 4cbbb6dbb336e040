package dev.berth.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@NetNsTest
class RtNetlinkIT {
    private static final byte[] MAC = HexFormat.ofDelimiter(":").parseHex("02:42:ac:11:00:02");

    /** A link whose other end, {@code d1}, is in the same namespace and up. */
    private static int newLink(RtNetlink netlink, String name, NetNs host) {
        netlink.newVeth(new VethSpec(name, "d1", host, 0, Optional.empty()));
        netlink.setUp(netlink.link("d1").orElseThrow().index());
        return netlink.link(name).orElseThrow().index();
    }

    @Test
    void newBridge_isAsAskedFor(NetNs host) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            netlink.newBridge("br0", 1400, Optional.of(MAC));
            netlink.setUp(netlink.link("br0").orElseThrow().index());
        }
        Iproute2.LinkView link = Iproute2.in(host).link("br0");
        assertThat(link.kind()).isEqualTo("bridge");
        assertThat(link.mtu()).isEqualTo(1400);
        assertThat(link.mac()).isEqualTo("02:42:ac:11:00:02");
        assertThat(link.up()).isTrue();
    }

    @Test
    void newVeth_peerIsBornInItsNamespace(NetNs host, NetNs container) {
        try (RtNetlink netlink = RtNetlink.open(host);
                RtNetlink inside = RtNetlink.open(container)) {
            netlink.newVeth(new VethSpec("veth0", "eth0", container, 1450, Optional.of(MAC)));

            assertThat(Iproute2.in(host).linkNames()).containsExactlyInAnyOrder("lo", "veth0");
            Iproute2.LinkView peer = Iproute2.in(container).link("eth0");
            assertThat(peer.kind()).isEqualTo("veth");
            assertThat(peer.mtu()).isEqualTo(1450);
            assertThat(peer.mac()).isEqualTo("02:42:ac:11:00:02");
            assertThat(netlink.link("veth0").orElseThrow().peer())
                    .hasValue(inside.link("eth0").orElseThrow().index());

            netlink.deleteLink("veth0");
            assertThat(Iproute2.in(container).linkNames()).containsExactly("lo");
        }
    }

    @Test
    void newLink_nameIsTaken_saysSo(NetNs host) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            newLink(netlink, "d0", host);

            assertThatThrownBy(() -> netlink.newBridge("d0", 0, Optional.empty()))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.EEXIST))
                    .hasMessageContaining("RTM_NEWLINK(d0)");
        }
    }

    @Test
    void setMtu_outOfRange_givesTheKernelsReason(NetNs host) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            netlink.newBridge("br0", 0, Optional.empty());
            int bridge = netlink.link("br0").orElseThrow().index();

            assertThatThrownBy(() -> netlink.setMtu(bridge, 70000))
                    .hasMessageEndingWith("mtu greater than device maximum");
        }
    }

    @Test
    void link_changes_areSeenByIp(NetNs host, NetNs other) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            int index = newLink(netlink, "d0", host);
            netlink.setMtu(index, 1300);
            netlink.setMac(index, MAC);
            netlink.rename(index, "d2");
            netlink.setUp(index);

            Link link = netlink.link(index).orElseThrow();
            assertThat(link.isUp()).isTrue();
            assertThat(link.kind()).isEqualTo("veth");
            Iproute2.LinkView seen = Iproute2.in(host).link("d2");
            assertThat(List.of(seen.mtu(), seen.mac(), seen.up())).containsExactly(1300, "02:42:ac:11:00:02", true);

            netlink.setDown(index);
            assertThat(Iproute2.in(host).link("d2").up()).isFalse();
            netlink.setNetNs(index, other);
            assertThat(netlink.link("d2")).isEmpty();
            assertThat(netlink.link(index)).isEmpty();
            assertThat(Iproute2.in(other).linkNames()).contains("d2");
        }
    }

    @Test
    void setBridgePort_isSeenByBridge(NetNs host, NetNs container) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            netlink.newBridge("br0", 0, Optional.empty());
            netlink.newVeth(new VethSpec("veth0", "eth0", container, 0, Optional.empty()));
            int bridge = netlink.link("br0").orElseThrow().index();
            int port = netlink.link("veth0").orElseThrow().index();
            netlink.setMaster(port, bridge);
            netlink.setBridgePort(port, BridgePort.DEFAULT.withHairpin(true).withIsolated(true));

            assertThat(Iproute2.in(host).link("veth0").master()).isEqualTo("br0");
            assertThat(netlink.link(port).orElseThrow().master()).hasValue(bridge);
            JsonNode seen = Iproute2.in(host).bridgePort("veth0");
            assertThat(seen.path("hairpin").asBoolean()).isTrue();
            assertThat(seen.path("isolated").asBoolean()).isTrue();
            assertThat(seen.path("learning").asBoolean()).isTrue();
            assertThat(seen.path("flood").asBoolean()).isTrue();

            netlink.setMaster(port, 0);
            assertThat(netlink.link(port).orElseThrow().master()).isEmpty();
        }
    }

    @Test
    void addresses_addedAndDeleted_bothFamilies(NetNs host) throws UnknownHostException {
        InetAddress four = InetAddress.getByName("10.9.8.7");
        InetAddress six = InetAddress.getByName("fd00:9::7");
        try (RtNetlink netlink = RtNetlink.open(host)) {
            int index = newLink(netlink, "d0", host);
            netlink.addAddress(index, four, 16);
            netlink.addAddress(index, six, 64);

            assertThat(Iproute2.in(host).addresses("d0")).contains("10.9.8.7/16", "fd00:9::7/64");
            assertThat(netlink.addresses()).contains(new Address(index, four, 16), new Address(index, six, 64));
            assertThat(Iproute2.in(host).run("ip", "address", "show", "d0").text())
                    .contains("brd 10.9.255.255")
                    .doesNotContain("tentative");

            netlink.deleteAddress(index, four, 16);
            netlink.deleteAddress(index, six, 64);
            assertThat(netlink.addresses()).noneMatch(each -> each.index() == index);
        }
    }

    @Test
    void routes_addedAndDeleted_bothFamilies(NetNs host) throws UnknownHostException {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            int index = newLink(netlink, "d0", host);
            netlink.addAddress(index, InetAddress.getByName("10.0.0.2"), 24);
            netlink.addAddress(index, InetAddress.getByName("fd00::2"), 64);
            netlink.setUp(index);
            Route four = Route.defaultVia(InetAddress.getByName("10.0.0.1"));
            Route six = Route.defaultVia(InetAddress.getByName("fd00::1"));
            Route link = Route.onLink(InetAddress.getByName("10.7.0.0"), 16, index);
            List.of(four, six, link).forEach(netlink::addRoute);

            assertThat(Iproute2.in(host).routes("-4"))
                    .contains("default via 10.0.0.1 dev d0", "10.7.0.0/16 dev d0 scope link");
            assertThat(Iproute2.in(host).routes("-6")).anyMatch(each -> each.startsWith("default via fd00::1 dev d0"));
            assertThat(netlink.routes())
                    .filteredOn(Route::isDefault)
                    .extracting(route -> route.gateway().orElseThrow())
                    .containsExactlyInAnyOrder(
                            four.gateway().orElseThrow(), six.gateway().orElseThrow());

            List.of(four, six, link).forEach(netlink::deleteRoute);
            assertThat(netlink.routes()).noneMatch(Route::isDefault);
            assertThatThrownBy(() -> netlink.deleteRoute(four)).hasMessageContaining("ESRCH");
        }
    }

    @Test
    void neighbours_addedAndFlushed(NetNs host) throws UnknownHostException {
        InetAddress address = InetAddress.getByName("10.0.0.9");
        try (RtNetlink netlink = RtNetlink.open(host)) {
            int index = newLink(netlink, "d0", host);
            netlink.setUp(index);
            netlink.addNeighbour(index, address, MAC);

            assertThat(Iproute2.in(host).run("ip", "neighbour").text())
                    .contains("10.0.0.9 dev d0 lladdr 02:42:ac:11:00:02 PERMANENT");
            assertThat(netlink.neighbours())
                    .contains(new Neighbour(index, address, "02:42:ac:11:00:02", Neighbour.PERMANENT));

            netlink.flushNeighbours(index);
            netlink.deleteNeighbour(index, address);
            assertThat(Iproute2.in(host).run("ip", "neighbour").text()).doesNotContain("10.0.0.9");
        }
    }

    @Test
    void links_manyThreadsOnOneSocket_eachGetsItsAnswer(NetNs host) {
        try (RtNetlink netlink = RtNetlink.open(host)) {
            for (int number = 0; number < 50; number++) {
                netlink.newBridge("d" + number, 0, Optional.empty());
            }
            List<Integer> counts = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(each -> each % 2 == 0
                            ? netlink.links().size()
                            : 50 + (netlink.link("d7").isPresent() ? 1 : 0))
                    .toList();

            assertThat(counts).containsOnly(51);
        }
    }
}
