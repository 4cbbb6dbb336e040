package dev.berth.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/** Messages of ctnetlink, {@code linux/netfilter/nfnetlink_conntrack.h}: {@code struct nfgenmsg} and attributes. */
final class FlowMessage {
    static final int NEW = 0x100;
    static final int GET = 0x101;
    static final int DELETE = 0x102;

    private static final int CTA_TUPLE_ORIG = 1;
    private static final int CTA_TUPLE_REPLY = 2;
    private static final int CTA_ID = 12;
    private static final int CTA_ZONE = 18;
    private static final int CTA_TUPLE_IP = 1;
    private static final int CTA_TUPLE_PROTO = 2;
    private static final int CTA_IP_V4_SRC = 1;
    private static final int CTA_IP_V6_SRC = 3;
    private static final int CTA_PROTO_NUM = 1;
    private static final int CTA_PROTO_SRC_PORT = 2;
    private static final int CTA_PROTO_DST_PORT = 3;
    private static final int NESTED = 0x8000;
    private static final int HEADER = 4;

    private FlowMessage() {}

    /** Of both families. */
    static byte[] all() {
        return new byte[HEADER];
    }

    /** The flow of that message and no later one between the same ends, which has another id. */
    static byte[] delete(NetlinkMessage listed) {
        Attributes attributes = listed.attributes(HEADER);
        AttributeWriter message = new AttributeWriter().raw(new byte[] {listed.payload()[0], 0, 0, 0});
        attributes.bytes(CTA_TUPLE_ORIG).ifPresent(tuple -> message.put(CTA_TUPLE_ORIG | NESTED, tuple));
        attributes.bytes(CTA_ZONE).ifPresent(zone -> message.put(CTA_ZONE, zone));
        attributes.bytes(CTA_ID).ifPresent(id -> message.put(CTA_ID, id));
        return message.toBytes();
    }

    /** The flow, empty if the message lacks an address. */
    static Optional<Flow> parse(NetlinkMessage message) {
        Attributes attributes = message.attributes(HEADER);
        Attributes original = attributes.nested(CTA_TUPLE_ORIG);
        Attributes reply = attributes.nested(CTA_TUPLE_REPLY);
        Optional<InetAddress> source = address(original, 0);
        Optional<InetAddress> destination = address(original, 1);
        Optional<InetAddress> answers = address(reply, 0);
        if (source.isEmpty() || destination.isEmpty() || answers.isEmpty()) {
            return Optional.empty();
        }
        Attributes protocol = original.nested(CTA_TUPLE_PROTO);
        return Optional.of(new Flow(
                protocol.bytes(CTA_PROTO_NUM).map(number -> number[0] & 0xff).orElse(0),
                source.get(),
                protocol.port(CTA_PROTO_SRC_PORT).orElse(0),
                destination.get(),
                protocol.port(CTA_PROTO_DST_PORT).orElse(0),
                answers.get(),
                reply.nested(CTA_TUPLE_PROTO).port(CTA_PROTO_SRC_PORT).orElse(0)));
    }

    /** @param which 0 = source, 1 = destination */
    private static Optional<InetAddress> address(Attributes tuple, int which) {
        Attributes addresses = tuple.nested(CTA_TUPLE_IP);
        return addresses
                .bytes(CTA_IP_V4_SRC + which)
                .or(() -> addresses.bytes(CTA_IP_V6_SRC + which))
                .map(NetAddresses::of);
    }
}
