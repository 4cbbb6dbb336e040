package dev.berth.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Netlink messages and attributes as bytes and back: native byte order, everything padded to 4 bytes. Pure.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/netlink/intro.html">netlink</a>
 */
final class NetlinkCodec {
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int TYPE_MASK = 0x3fff; // the upper bits say nested and network order

    private NetlinkCodec() {}

    static int align(int length) {
        return length + 3 & ~3;
    }

    static byte[] encode(NetlinkMessage message) {
        int length = NetlinkMessage.HEADER_BYTES + message.payload().length;
        return ByteBuffer.allocate(align(length))
                .order(ByteOrder.nativeOrder())
                .putInt(length)
                .putShort((short) message.type())
                .putShort((short) message.flags())
                .putInt(message.sequence())
                .putInt(0)
                .put(message.payload())
                .array();
    }

    /**
     * Every message of a datagram.
     *
     * @throws IllegalArgumentException if a length inside points outside
     */
    static List<NetlinkMessage> decode(byte[] datagram) {
        ByteBuffer buffer = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        for (int at = 0; at + NetlinkMessage.HEADER_BYTES <= datagram.length; ) {
            int length = buffer.getInt(at);
            if (length < NetlinkMessage.HEADER_BYTES || length > datagram.length - at) {
                throw new IllegalArgumentException(
                        "netlink message of " + length + " bytes at " + at + " of " + datagram.length);
            }
            messages.add(new NetlinkMessage(
                    buffer.getShort(at + 4) & 0xffff,
                    buffer.getShort(at + 6) & 0xffff,
                    buffer.getInt(at + 8),
                    Arrays.copyOfRange(datagram, at + NetlinkMessage.HEADER_BYTES, at + length)));
            at += align(length);
        }
        return messages;
    }

    /**
     * The attributes from one place to another; of a type that comes twice the last counts, as in the kernel.
     *
     * @throws IllegalArgumentException if a length inside points outside
     */
    static Attributes attributes(byte[] bytes, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        Map<Integer, byte[]> values = new LinkedHashMap<>();
        for (int at = from; at + ATTRIBUTE_HEADER <= to; ) {
            int length = buffer.getShort(at) & 0xffff;
            if (length < ATTRIBUTE_HEADER || length > to - at) {
                throw new IllegalArgumentException("netlink attribute of " + length + " bytes at " + at + " of " + to);
            }
            values.put(
                    buffer.getShort(at + 2) & TYPE_MASK, Arrays.copyOfRange(bytes, at + ATTRIBUTE_HEADER, at + length));
            at += align(length);
        }
        return new Attributes(values);
    }

    /** What an NLMSG_ERROR says: {@code error} a negative errno or 0, and the kernel's words if it has some. */
    record Acknowledgement(int error, Optional<String> reason) {}

    static Acknowledgement acknowledgement(NetlinkMessage message) {
        ByteBuffer buffer = message.buffer();
        int error = buffer.getInt(0);
        if (!message.has(NetlinkMessage.F_ACK_TLVS)) {
            return new Acknowledgement(error, Optional.empty());
        }
        int request = message.has(NetlinkMessage.F_CAPPED) ? NetlinkMessage.HEADER_BYTES : buffer.getInt(4);
        Attributes attributes = message.attributes(4 + align(request));
        return new Acknowledgement(error, attributes.text(1));
    }
}
