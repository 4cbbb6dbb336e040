package dev.berth.volume.backup.chunk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a chunk's bytes, as four big-endian words; in the order of the bytes. */
public record ChunkId(long a, long b, long c, long d) implements Comparable<ChunkId> {
    /** Bytes that it takes. */
    public static final int BYTES = 32;

    /** A digest for {@link #of(MessageDigest, byte[], int, int)}; for one thread. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    /** The name of these bytes. */
    public static ChunkId of(MessageDigest digest, byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return read(ByteBuffer.wrap(digest.digest()));
    }

    /** The name of all of these bytes. */
    public static ChunkId of(byte[] bytes) {
        return of(digest(), bytes, 0, bytes.length);
    }

    /** Reads it from the buffer's position on. */
    public static ChunkId read(ByteBuffer buffer) {
        return new ChunkId(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** @throws IllegalArgumentException the text is not 64 hexadecimal digits */
    public static ChunkId parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("no SHA-256: " + hex);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** Writes it at the buffer's position. */
    public void write(ByteBuffer buffer) {
        buffer.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    @Override
    public int compareTo(ChunkId other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return HexFormat.of().formatHex(bytes.array());
    }
}
