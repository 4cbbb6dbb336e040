package dev.berth.linux.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Puts a message's payload together: a fixed header, then attributes, each padded to 4 bytes. */
final class AttributeWriter {
    private static final int HEADER = 4;
    private static final int NESTED = 0x8000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

    /** A buffer in native order, for a fixed header. */
    static ByteBuffer header(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    AttributeWriter raw(byte[] part) {
        bytes.writeBytes(Arrays.copyOf(part, NetlinkCodec.align(part.length)));
        return this;
    }

    AttributeWriter put(int type, byte[] value) {
        bytes.writeBytes(header(HEADER)
                .putShort((short) (HEADER + value.length))
                .putShort((short) type)
                .array());
        return raw(value);
    }

    AttributeWriter put(int type, int value) {
        return put(type, header(4).putInt(value).array());
    }

    AttributeWriter put(int type, byte value) {
        return put(type, new byte[] {value});
    }

    /** A text with its closing zero. */
    AttributeWriter put(int type, String text) {
        return put(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    AttributeWriter nest(int type, Consumer<AttributeWriter> content) {
        AttributeWriter inner = new AttributeWriter();
        content.accept(inner);
        return put(type | NESTED, inner.toBytes());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
