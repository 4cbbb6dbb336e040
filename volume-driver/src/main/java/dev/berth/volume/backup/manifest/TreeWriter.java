package dev.berth.volume.backup.manifest;

import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Writes records as docs/backup-format.md says. For one thread. */
public final class TreeWriter {
    static final int NODE = 1;
    static final int DATA = 2;
    static final int HOLE = 3;
    static final int LEAVE = 4;
    static final int END = 5;
    static final int AGAIN = 6;

    private static final int FIRST_BYTES = 1 << 10;
    private static final int LONGEST_NUMBER = 10;

    private final OutputStream out;
    private byte[] encoded = new byte[FIRST_BYTES];
    private int used;

    /** @param out gets a whole record with each call; not closed */
    public TreeWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the next record. */
    public void write(TreeRecord next) throws IOException {
        used = 0;
        if (next instanceof Node node) {
            node(node);
        } else if (next instanceof TreeRecord.Data data) {
            kind(DATA);
            data.chunk().write(ByteBuffer.wrap(encoded, used, ChunkId.BYTES));
            used += ChunkId.BYTES;
            number(data.length());
        } else if (next instanceof TreeRecord.Hole hole) {
            kind(HOLE);
            number(hole.length());
        } else if (next instanceof TreeRecord.End end) {
            kind(END);
            number(end.nodes());
            number(end.bytes());
        } else {
            kind(LEAVE);
        }
        out.write(encoded, 0, used);
    }

    /** The first byte of a record, for which there is room always. */
    private void kind(int kind) {
        encoded[used++] = (byte) kind;
    }

    private void node(Node node) {
        kind(node.again() ? AGAIN : NODE);
        bytes(node.name());
        number(node.mode());
        number(node.owner());
        number(node.group());
        time(node.modified());
        time(node.changed());
        number(node.inode());
        number(node.links());
        number(node.size());
        number(node.special());
        bytes(node.target());
        number(node.xattrs().size());
        for (Node.Attribute attribute : node.xattrs()) {
            bytes(attribute.name());
            bytes(attribute.value());
        }
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, encoded, used, bytes.length);
        used += bytes.length;
    }

    private void reserve(int more) {
        if (encoded.length - used < more) {
            encoded = Arrays.copyOf(encoded, Math.max(2 * encoded.length, used + more));
        }
    }

    /** Seconds may be negative: the sign goes into the lowest bit. */
    private void time(Instant time) {
        long seconds = time.getEpochSecond();
        number(seconds << 1 ^ seconds >> 63);
        number(time.getNano());
    }

    /** Seven bits a byte, the lowest first, the top bit set in all but the last. */
    private void number(long value) {
        reserve(LONGEST_NUMBER);
        long left = value;
        while ((left & ~0x7fL) != 0) {
            encoded[used++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        encoded[used++] = (byte) left;
    }
}
