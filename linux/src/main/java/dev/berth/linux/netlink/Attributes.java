package dev.berth.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Attributes of a received message, by type. */
record Attributes(Map<Integer, byte[]> values) {
    Optional<byte[]> bytes(int type) {
        return Optional.ofNullable(values.get(type));
    }

    /** A 32-bit number in native order. */
    OptionalInt number(int type) {
        return bytes(type)
                .filter(value -> value.length >= 4)
                .map(value -> OptionalInt.of(
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt()))
                .orElse(OptionalInt.empty());
    }

    /** A 16-bit number in network order. */
    OptionalInt port(int type) {
        return bytes(type)
                .filter(value -> value.length >= 2)
                .map(value -> OptionalInt.of(ByteBuffer.wrap(value).getShort() & 0xffff))
                .orElse(OptionalInt.empty());
    }

    /** A text up to its closing zero. */
    Optional<String> text(int type) {
        return bytes(type).map(value -> {
            String all = new String(value, StandardCharsets.UTF_8);
            int end = all.indexOf('\0');
            return end < 0 ? all : all.substring(0, end);
        });
    }

    /** Attributes inside one; none if it is not there. */
    Attributes nested(int type) {
        return bytes(type)
                .map(value -> NetlinkCodec.attributes(value, 0, value.length))
                .orElse(new Attributes(Map.of()));
    }
}
