package dev.berth.volume.backup.manifest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

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
    private ByteBuffer encoded = ByteBuffer.allocate(FIRST_BYTES);

    /** @param out gets a whole record with each call; not closed */
    public TreeWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the next record. */
    public void write(TreeRecord next) throws IOException {
        encoded.clear();
        if (next instanceof Node node) {
            node(node);
        } else if (next instanceof TreeRecord.Data data) {
            encoded.put((byte) DATA);
            data.chunk().write(encoded);
            number(data.length());
        } else if (next instanceof TreeRecord.Hole hole) {
            encoded.put((byte) HOLE);
            number(hole.length());
        } else if (next instanceof TreeRecord.End end) {
            encoded.put((byte) END);
            number(end.nodes());
            number(end.bytes());
        } else {
            encoded.put((byte) LEAVE);
        }
        out.write(encoded.array(), 0, encoded.position());
    }

    private void node(Node node) {
        encoded.put((byte) (node.again() ? AGAIN : NODE));
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
        encoded.put(bytes);
    }

    private void reserve(int more) {
        if (encoded.remaining() < more) {
            int size = Math.max(2 * encoded.capacity(), encoded.position() + more);
            encoded = ByteBuffer.allocate(size).put(encoded.flip());
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
            encoded.put((byte) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        encoded.put((byte) left);
    }
}
