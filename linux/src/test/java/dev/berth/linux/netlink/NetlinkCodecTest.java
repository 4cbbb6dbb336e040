package dev.berth.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against bytes that strace saw iproute2 6.1 send and receive (x86-64, little endian). */
class NetlinkCodecTest {
    private static final int SEQUENCE = 0x6b0b4025;

    /** {@code ip address add 10.9.8.7/16 brd 10.9.255.255 dev br0}, br0 = 2. */
    private static final String ADDRESS = """
            30 00 00 00 14 00 05 06 25 40 0b 6b 00 00 00 00
            02 10 00 00 02 00 00 00 08 00 02 00 0a 09 08 07
            08 00 04 00 0a 09 ff ff 08 00 01 00 0a 09 08 07
            """;

    /** {@code ip route add 10.8.0.0/16 via 10.9.0.1}. */
    private static final String ROUTE = """
            2c 00 00 00 18 00 05 06 25 40 0b 6b 00 00 00 00
            02 10 00 00 fe 03 00 01 00 00 00 00 08 00 01 00
            0a 08 00 00 08 00 05 00 0a 09 00 01
            """;

    /** {@code ip link add veth0 mtu 1450 type veth peer name eth0 mtu 1450}. */
    private static final String VETH = """
            6c 00 00 00 10 00 05 06 25 40 0b 6b 00 00 00 00
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            08 00 04 00 aa 05 00 00 0a 00 03 00 76 65 74 68
            30 00 00 00 38 00 12 00 08 00 01 00 76 65 74 68
            2c 00 02 00 28 00 01 00 00 00 00 00 00 00 00 00
            00 00 00 00 00 00 00 00 08 00 04 00 aa 05 00 00
            09 00 03 00 65 74 68 30 00 00 00 00
            """;

    /** The answer to {@code ip link show dev veth0}, attributes we do not read left out. */
    private static final String LINK = """
            5c 00 00 00 10 00 00 00 25 40 0b 6b 1b 00 00 00
            00 00 01 00 04 00 00 00 02 10 00 00 00 00 00 00
            0a 00 03 00 76 65 74 68 30 00 00 00 08 00 04 00
            aa 05 00 00 0a 00 01 00 c6 90 9d bd 2f 4d 00 00
            10 00 12 00 09 00 01 00 76 65 74 68 00 00 00 00
            08 00 05 00 03 00 00 00 04 00 3e 80
            """;

    /** The answer to {@code ip link set br0 mtu 70000}. */
    private static final String REFUSED = """
            60 00 00 00 02 00 00 02 25 40 0b 6b 21 00 00 00
            ea ff ff ff 28 00 00 00 10 00 05 00 25 40 0b 6b
            00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00
            00 00 00 00 08 00 04 00 70 11 01 00 24 00 01 00
            6d 74 75 20 67 72 65 61 74 65 72 20 74 68 61 6e
            20 64 65 76 69 63 65 20 6d 61 78 69 6d 75 6d 00
            """;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    private static NetlinkMessage only(String hex) {
        List<NetlinkMessage> messages = NetlinkCodec.decode(bytes(hex));
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static byte[] change(int type, byte[] payload) {
        int flags =
                NetlinkMessage.F_REQUEST | NetlinkMessage.F_ACK | NetlinkMessage.F_CREATE | NetlinkMessage.F_EXCLUSIVE;
        return NetlinkCodec.encode(new NetlinkMessage(type, flags, SEQUENCE, payload));
    }

    @Test
    void address_isWhatIpSends() throws UnknownHostException {
        byte[] payload = AddressMessage.of(2, InetAddress.getByName("10.9.8.7"), 16);

        assertThat(change(AddressMessage.NEWADDR, payload)).isEqualTo(bytes(ADDRESS));
    }

    @Test
    void route_isWhatIpSends() throws UnknownHostException {
        Route route = Route.via(InetAddress.getByName("10.8.0.0"), 16, InetAddress.getByName("10.9.0.1"));

        assertThat(change(RouteMessage.NEWROUTE, RouteMessage.add(route))).isEqualTo(bytes(ROUTE));
        assertThat(RouteMessage.parse(only(ROUTE))).hasValue(route);
    }

    @Test
    void veth_attributes_areWhatIpSends() {
        Attributes link = only(VETH).attributes(16);
        Attributes info = link.nested(LinkMessage.IFLA_LINKINFO);
        byte[] peer = info.nested(2).bytes(1).orElseThrow();
        Attributes end = NetlinkCodec.attributes(peer, 16, peer.length);

        assertThat(link.text(LinkMessage.IFLA_IFNAME)).hasValue("veth0");
        assertThat(link.number(LinkMessage.IFLA_MTU)).hasValue(1450);
        assertThat(info.text(1)).hasValue("veth");
        assertThat(end.text(LinkMessage.IFLA_IFNAME)).hasValue("eth0");
        assertThat(end.number(LinkMessage.IFLA_MTU)).hasValue(1450);
    }

    @Test
    void link_kernelsAnswer_isRead() {
        assertThat(LinkMessage.parse(only(LINK)))
                .isEqualTo(new Link(
                        4, "veth0", 0x1002, 1450, "c6:90:9d:bd:2f:4d", "veth", OptionalInt.empty(), OptionalInt.of(3)));
    }

    @Test
    void acknowledgement_refused_hasErrnoAndReason() {
        assertThat(NetlinkCodec.acknowledgement(only(REFUSED)))
                .isEqualTo(new NetlinkCodec.Acknowledgement(-22, Optional.of("mtu greater than device maximum")));
    }

    @Test
    void decode_twoMessages_bothComeOut() {
        byte[] both = bytes(ROUTE + ADDRESS);

        assertThat(NetlinkCodec.decode(both)).extracting(NetlinkMessage::type).containsExactly(24, 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 43})
    void decode_messageCutShort_isRefused(int length) {
        byte[] cut = Arrays.copyOf(bytes(ROUTE), length);

        assertThatThrownBy(() -> NetlinkCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void attributes_lengthPointsOutside_isRefused() {
        byte[] wrong = {9, 0, 1, 0, 1, 2, 3, 4};

        assertThatThrownBy(() -> NetlinkCodec.attributes(wrong, 0, wrong.length))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetlinkCodec.attributes(new byte[4], 0, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void attributes_oddLengths_arePadded() {
        byte[] payload = new AttributeWriter()
                .put(1, "a")
                .put(2, (byte) 7)
                .nest(3, inner -> inner.put(4, "bcd").put(5, 99))
                .toBytes();
        Attributes attributes = NetlinkCodec.attributes(payload, 0, payload.length);

        assertThat(payload.length % 4).isZero();
        assertThat(attributes.text(1)).hasValue("a");
        assertThat(attributes.bytes(2)).hasValue(new byte[] {7});
        assertThat(attributes.nested(3).text(4)).hasValue("bcd");
        assertThat(attributes.nested(3).number(5)).hasValue(99);
        assertThat(attributes.nested(9).values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a:b", "sixteen-bytes-xx", "é234567890123456"})
    void interfaceName_invalid_isRefused(String name) {
        assertThatThrownBy(() -> LinkMessage.requireName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void interfaceName_fifteenBytes_isTaken() {
        LinkMessage.requireName("fifteen-bytes-x");
    }

    @Test
    void route_invalid_isRefused() throws UnknownHostException {
        InetAddress ten = InetAddress.getByName("10.0.0.0");

        assertThatThrownBy(() -> Route.onLink(ten, 33, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Route(ten, 8, Optional.empty(), OptionalInt.empty(), Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void address_mappedIpv6_staysIpv6() throws UnknownHostException {
        byte[] mapped = bytes("00000000000000000000ffff0a000001");

        assertThat(NetAddresses.of(mapped).getAddress()).hasSize(16);
    }
}
