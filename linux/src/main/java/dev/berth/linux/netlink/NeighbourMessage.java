package dev.berth.linux.netlink;

import java.util.Optional;

/** Payloads of RTM_NEWNEIGH, RTM_DELNEIGH and RTM_GETNEIGH: {@code struct ndmsg} and attributes. */
final class NeighbourMessage {
    static final int NEWNEIGH = 28;
    static final int DELNEIGH = 29;
    static final int GETNEIGH = 30;

    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int HEADER = 12;

    private NeighbourMessage() {}

    static byte[] all() {
        return new byte[HEADER];
    }

    static byte[] of(Neighbour neighbour, Optional<byte[]> mac) {
        AttributeWriter message = new AttributeWriter()
                .raw(AttributeWriter.header(HEADER)
                        .put(NetAddresses.family(neighbour.address()))
                        .put((byte) 0)
                        .putShort((short) 0)
                        .putInt(neighbour.index())
                        .putShort((short) neighbour.state())
                        .array())
                .put(NDA_DST, neighbour.address().getAddress());
        mac.ifPresent(address -> message.put(NDA_LLADDR, address));
        return message.toBytes();
    }

    static Optional<Neighbour> parse(NetlinkMessage message) {
        Attributes attributes = message.attributes(HEADER);
        return attributes
                .bytes(NDA_DST)
                .map(address -> new Neighbour(
                        message.buffer().getInt(4),
                        NetAddresses.of(address),
                        attributes.bytes(NDA_LLADDR).map(NetAddresses::mac).orElse(""),
                        message.buffer().getShort(8) & 0xffff));
    }
}
