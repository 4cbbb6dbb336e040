package dev.berth.linux.netlink;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Payloads of RTM_NEWLINK, RTM_DELLINK and RTM_GETLINK: {@code struct ifinfomsg} and attributes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
final class LinkMessage {
    static final int NEWLINK = 16;
    static final int DELLINK = 17;
    static final int GETLINK = 18;

    static final int IFF_UP = 1;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_PROTINFO = 12;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_NET_NS_FD = 28;

    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int IFLA_BRPORT_MODE = 4;
    private static final int IFLA_BRPORT_LEARNING = 8;
    private static final int IFLA_BRPORT_UNICAST_FLOOD = 9;
    private static final int IFLA_BRPORT_ISOLATED = 33;
    private static final byte AF_BRIDGE = 7;
    private static final int HEADER = 16;
    private static final int NAME_BYTES = 15;

    private LinkMessage() {}

    /** @throws IllegalArgumentException if no interface can be called that */
    static void requireName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1
                || length > NAME_BYTES
                || name.equals(".")
                || name.equals("..")
                || name.matches("(?s).*[/:\\s\0].*")) {
            throw new IllegalArgumentException("interface name '" + name + "'");
        }
    }

    /** @param index 0 = by name, or new */
    static AttributeWriter start(int index) {
        return start((byte) 0, index, 0, 0);
    }

    /** Sets the flags that are in {@code change}. */
    static AttributeWriter start(byte family, int index, int flags, int change) {
        return new AttributeWriter()
                .raw(AttributeWriter.header(HEADER)
                        .put(family)
                        .put((byte) 0)
                        .putShort((short) 0)
                        .putInt(index)
                        .putInt(flags)
                        .putInt(change)
                        .array());
    }

    static byte[] named(String name) {
        requireName(name);
        return start(0).put(IFLA_IFNAME, name).toBytes();
    }

    static byte[] newLink(String kind, String name, int mtu, Optional<byte[]> mac) {
        AttributeWriter message = start(0);
        identity(message, name, mtu, mac);
        return message.nest(IFLA_LINKINFO, info -> info.put(IFLA_INFO_KIND, kind))
                .toBytes();
    }

    private static void identity(AttributeWriter message, String name, int mtu, Optional<byte[]> mac) {
        requireName(name);
        message.put(IFLA_IFNAME, name);
        if (mtu != 0) {
            message.put(IFLA_MTU, mtu);
        }
        mac.ifPresent(address -> message.put(IFLA_ADDRESS, address));
    }

    static byte[] newVeth(VethSpec spec) {
        AttributeWriter peer = start(0);
        identity(peer, spec.peerName(), spec.mtu(), spec.peerMac());
        peer.put(IFLA_NET_NS_FD, spec.peerNamespace().fd().number());
        AttributeWriter message = start(0);
        identity(message, spec.name(), spec.mtu(), Optional.empty());
        return message.nest(
                        IFLA_LINKINFO,
                        info -> info.put(IFLA_INFO_KIND, "veth")
                                .nest(IFLA_INFO_DATA, data -> data.nest(VETH_INFO_PEER, it -> it.raw(peer.toBytes()))))
                .toBytes();
    }

    static byte[] bridgePort(int index, BridgePort port) {
        return start(AF_BRIDGE, index, 0, 0)
                .nest(
                        IFLA_PROTINFO,
                        info -> info.put(IFLA_BRPORT_MODE, bit(port.hairpin()))
                                .put(IFLA_BRPORT_LEARNING, bit(port.learning()))
                                .put(IFLA_BRPORT_UNICAST_FLOOD, bit(port.flood()))
                                .put(IFLA_BRPORT_ISOLATED, bit(port.isolated())))
                .toBytes();
    }

    private static byte bit(boolean on) {
        return (byte) (on ? 1 : 0);
    }

    static Link parse(NetlinkMessage message) {
        Attributes attributes = message.attributes(HEADER);
        return new Link(
                message.buffer().getInt(4),
                attributes.text(IFLA_IFNAME).orElse(""),
                message.buffer().getInt(8),
                attributes.number(IFLA_MTU).orElse(0),
                attributes.bytes(IFLA_ADDRESS).map(NetAddresses::mac).orElse(""),
                attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND).orElse(""),
                attributes.number(IFLA_MASTER),
                attributes.number(IFLA_LINK));
    }
}
