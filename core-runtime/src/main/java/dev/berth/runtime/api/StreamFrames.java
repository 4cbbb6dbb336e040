package dev.berth.runtime.api;

import dev.berth.runtime.log.LogStream;
import dev.berth.runtime.spec.ApiVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * How output is put on the wire: with a terminal as it is, else in frames {@code [stream, 0, 0, 0, length BE32]}.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.43/#tag/Container/operation/ContainerAttach">stream
 *     format</a>
 */
enum StreamFrames {
    RAW("application/vnd.docker.raw-stream"),
    MULTIPLEXED("application/vnd.docker.multiplexed-stream");

    private static final int HEADER = 8;

    private final String contentType;

    StreamFrames(String contentType) {
        this.contentType = contentType;
    }

    static StreamFrames of(boolean tty) {
        return tty ? RAW : MULTIPLEXED;
    }

    /** What the client is told; clients of API 1.41 and older know one word for both. */
    String contentType(ApiVersion version) {
        return version.isAtLeast(42) ? contentType : RAW.contentType;
    }

    /** The bytes to send for a piece of output. */
    ByteBuf frame(LogStream stream, byte[] buffer, int from, int length) {
        if (this == RAW) {
            return Unpooled.copiedBuffer(buffer, from, length);
        }
        return Unpooled.buffer(HEADER + length)
                .writeByte(stream == LogStream.STDOUT ? 1 : 2)
                .writeZero(3)
                .writeInt(length)
                .writeBytes(buffer, from, length);
    }
}
