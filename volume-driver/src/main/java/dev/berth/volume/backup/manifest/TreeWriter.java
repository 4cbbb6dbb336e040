package dev.berth.volume.backup.manifest;

import dev.berth.volume.backup.chunk.ChunkId;
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

    private final OutputStream out;
    private final ByteBuffer id = ByteBuffer.allocate(ChunkId.BYTES);

    /** @param out buffered; not closed */
    public TreeWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the next record. */
    public void write(TreeRecord next) throws IOException {
        if (next instanceof Node node) {
            node(node);
        } else if (next instanceof TreeRecord.Data data) {
            out.write(DATA);
            data.chunk().write(id.clear());
            out.write(id.array());
            number(data.length());
        } else if (next instanceof TreeRecord.Hole hole) {
            out.write(HOLE);
            number(hole.length());
        } else if (next instanceof TreeRecord.End end) {
            out.write(END);
            number(end.nodes());
            number(end.bytes());
        } else {
            out.write(LEAVE);
        }
    }

    private void node(Node node) throws IOException {
        out.write(node.again() ? AGAIN : NODE);
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

    private void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        out.write(bytes);
    }

    /** Seconds may be negative: the sign goes into the lowest bit. */
    private void time(Instant time) throws IOException {
        long seconds = time.getEpochSecond();
        number(seconds << 1 ^ seconds >> 63);
        number(time.getNano());
    }

    /** Seven bits a byte, the lowest first, the top bit set in all but the last. */
    private void number(long value) throws IOException {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
