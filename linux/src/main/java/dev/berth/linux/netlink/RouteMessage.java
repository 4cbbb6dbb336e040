package dev.berth.linux.netlink;

import java.util.Optional;

/** Payloads of RTM_NEWROUTE, RTM_DELROUTE and RTM_GETROUTE: {@code struct rtmsg} and attributes. */
final class RouteMessage {
    static final int NEWROUTE = 24;
    static final int DELROUTE = 25;
    static final int GETROUTE = 26;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_TABLE = 15;
    private static final int TABLE_MAIN = 254;
    private static final byte PROTOCOL_BOOT = 3; // as ip route add does
    private static final byte TYPE_UNICAST = 1;
    private static final byte SCOPE_UNIVERSE = 0;
    private static final byte SCOPE_LINK = (byte) 253;
    private static final byte SCOPE_NOWHERE = (byte) 255;
    private static final int HEADER = 12;

    private RouteMessage() {}

    static byte[] all(byte family) {
        return AttributeWriter.header(HEADER).put(family).array();
    }

    static byte[] add(Route route) {
        boolean four = NetAddresses.family(route.destination()) == NetAddresses.AF_INET;
        return message(route, PROTOCOL_BOOT, four && route.gateway().isEmpty() ? SCOPE_LINK : SCOPE_UNIVERSE);
    }

    static byte[] delete(Route route) {
        return message(route, (byte) 0, SCOPE_NOWHERE);
    }

    private static byte[] message(Route route, byte protocol, byte scope) {
        AttributeWriter message = new AttributeWriter()
                .raw(AttributeWriter.header(HEADER)
                        .put(NetAddresses.family(route.destination()))
                        .put((byte) route.prefix())
                        .put((byte) 0)
                        .put((byte) 0)
                        .put((byte) TABLE_MAIN)
                        .put(protocol)
                        .put(scope)
                        .put(TYPE_UNICAST)
                        .array());
        if (!route.isDefault()) {
            message.put(RTA_DST, route.destination().getAddress());
        }
        route.gateway().ifPresent(gateway -> message.put(RTA_GATEWAY, gateway.getAddress()));
        route.index().ifPresent(index -> message.put(RTA_OIF, index));
        route.source().ifPresent(source -> message.put(RTA_PREFSRC, source.getAddress()));
        if (route.metric() != 0) {
            message.put(RTA_PRIORITY, route.metric());
        }
        return message.toBytes();
    }

    /** The route, empty if it is not a unicast route of the main table. */
    static Optional<Route> parse(NetlinkMessage message) {
        byte[] payload = message.payload();
        Attributes attributes = message.attributes(HEADER);
        int table = attributes.number(RTA_TABLE).orElse(payload[4] & 0xff);
        boolean reachable = attributes.bytes(RTA_GATEWAY).isPresent()
                || attributes.bytes(RTA_OIF).isPresent();
        if (table != TABLE_MAIN || payload[7] != TYPE_UNICAST || !reachable) {
            return Optional.empty();
        }
        int size = payload[0] == NetAddresses.AF_INET6 ? 16 : 4;
        return Optional.of(new Route(
                NetAddresses.of(attributes.bytes(RTA_DST).orElse(new byte[size])),
                payload[1] & 0xff,
                attributes.bytes(RTA_GATEWAY).map(NetAddresses::of),
                attributes.number(RTA_OIF),
                attributes.bytes(RTA_PREFSRC).map(NetAddresses::of),
                attributes.number(RTA_PRIORITY).orElse(0)));
    }
}
