package dev.berth.volume.backup.chunk;

import java.nio.ByteBuffer;

/**
 * Where content is cut, by what is in it: bytes put in or taken out change the chunks around them and no others. The gear
 * hash of FastCDC with normalised chunking: a stricter mask before the wanted size than after it.
 *
 * @see <a href="https://www.usenix.org/conference/atc16/technical-sessions/presentation/xia">FastCDC, USENIX ATC 2016</a>
 */
public final class ContentCut {
    /** No cut before so many bytes. */
    public static final int LEAST = 64 << 10;

    /** Where the mask changes, near which most cuts are. */
    public static final int WANTED = 256 << 10;

    /** A cut at the latest. */
    public static final int MOST = 1 << 20;

    /** The top 20 bits, 2 more than the wanted size has. */
    private static final long STRICT = -1L << 44;

    /** The top 16 bits. */
    private static final long LAX = -1L << 48;

    private static final long[] GEAR = gear();

    private ContentCut() {}

    /** Number i is the beginning of the SHA-256 of the byte i: random, and the same for ever. */
    private static long[] gear() {
        long[] gear = new long[256];
        for (int i = 0; i < gear.length; i++) {
            gear[i] = ChunkId.of(new byte[] {(byte) i}).a();
        }
        return gear;
    }

    /**
     * The length of the chunk that begins at {@code offset}.
     *
     * @param length bytes that are there; fewer than {@link #MOST} only if the content ends with them
     */
    public static int length(byte[] bytes, int offset, int length) {
        if (length <= LEAST) {
            return length;
        }
        int wanted = Math.min(length, WANTED);
        int most = Math.min(length, MOST);
        long hash = 0;
        int at = LEAST;
        for (; at < wanted; at++) {
            hash = (hash << 1) + GEAR[bytes[offset + at] & 0xff];
            if ((hash & STRICT) == 0) {
                return at + 1;
            }
        }
        for (; at < most; at++) {
            hash = (hash << 1) + GEAR[bytes[offset + at] & 0xff];
            if ((hash & LAX) == 0) {
                return at + 1;
            }
        }
        return most;
    }

    /** The table, for what describes the format. */
    static ByteBuffer table() {
        ByteBuffer table = ByteBuffer.allocate(GEAR.length * Long.BYTES);
        for (long each : GEAR) {
            table.putLong(each);
        }
        return table.flip();
    }
}
