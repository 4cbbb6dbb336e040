package dev.berth.volume.backup.manifest;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.chunk.ContentCut;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link TreeWriter} wrote, and refuses what no writer writes: nothing that comes out of it has a name with a
 * slash, leaves a directory that was not entered, or ends before its end. For one thread.
 */
public final class TreeReader implements Closeable {
    private static final int MAX_NAME = 255;
    private static final int MAX_TARGET = 4096;
    private static final int MAX_VALUE = 65536;
    private static final int MAX_XATTRS = 65536;

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_NUMBER = 10;
    private static final byte[] NO_BYTES = new byte[0];

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private byte[] lastName = NO_BYTES;
    private final ArrayList<byte[]> outer = new ArrayList<>();
    private boolean fresh = true;
    private boolean inFile;
    private boolean ended;
    private int depth;

    /** @param in read ahead, in large pieces; closed with this */
    public TreeReader(InputStream in) {
        this.in = in;
    }

    /** The next record; after {@link TreeRecord.End} none may be asked for. @throws FormatException damaged */
    public TreeRecord next() throws IOException {
        if (ended) {
            throw new IllegalStateException("the tree has ended");
        }
        int kind = read();
        return switch (kind) {
            case TreeWriter.NODE, TreeWriter.AGAIN -> node(kind == TreeWriter.AGAIN);
            case TreeWriter.DATA -> data();
            case TreeWriter.HOLE -> new TreeRecord.Hole(inContent(number(), Long.MAX_VALUE));
            case TreeWriter.LEAVE -> leave();
            case TreeWriter.END -> end();
            case -1 -> throw new FormatException("the tree is cut short");
            default -> throw new FormatException("the tree has a record of the unknown kind " + kind);
        };
    }

    private TreeRecord leave() throws FormatException {
        if (depth == 0) {
            throw new FormatException("the tree leaves a directory that it is not in");
        }
        depth--;
        lastName = outer.remove(outer.size() - 1);
        inFile = false;
        return TreeRecord.Leave.LEAVE;
    }

    private TreeRecord end() throws IOException {
        if (depth != 0 || fresh) {
            throw new FormatException("the tree ends within a directory");
        }
        ended = true;
        return new TreeRecord.End(number(), number());
    }

    private TreeRecord data() throws IOException {
        ChunkId id = ChunkId.read(ByteBuffer.wrap(exactly(ChunkId.BYTES)));
        return new TreeRecord.Data(id, (int) inContent(number(), ContentCut.MOST));
    }

    private long inContent(long length, long most) throws FormatException {
        if (!inFile || length < 1 || length > most) {
            throw new FormatException("the tree has content of " + length + " bytes where none can be");
        }
        return length;
    }

    private Node node(boolean again) throws IOException {
        byte[] name = bytes(MAX_NAME);
        Node node = new Node(
                name,
                (int) number(),
                number(),
                number(),
                time(),
                time(),
                number(),
                number(),
                number(),
                number(),
                bytes(MAX_TARGET),
                xattrs(),
                again);
        check(node);
        inFile = node.hasContent();
        if (node.isDirectory()) {
            depth++;
            outer.add(name);
            lastName = NO_BYTES;
        } else {
            lastName = name;
        }
        return node;
    }

    private void check(Node node) throws FormatException {
        boolean root = fresh;
        fresh = false;
        if (root != (node.name().length == 0) || root && !node.isDirectory() || !root && depth == 0) {
            throw new FormatException("the tree has a root where none can be");
        }
        if (!root && (isReserved(node.name()) || Arrays.compareUnsigned(lastName, node.name()) >= 0)) {
            throw new FormatException("the tree has a name that cannot be there");
        }
        if (node.size() < 0 || node.again() && node.isDirectory()) {
            throw new FormatException("the tree has a node that cannot be");
        }
    }

    private static boolean isReserved(byte[] name) {
        for (byte each : name) {
            if (each == 0 || each == '/') {
                return true;
            }
        }
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    private List<Node.Attribute> xattrs() throws IOException {
        long count = number();
        if (count == 0) {
            return List.of();
        }
        if (count < 0 || count > MAX_XATTRS) {
            throw new FormatException("the tree has a node with " + count + " attributes");
        }
        List<Node.Attribute> xattrs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            xattrs.add(new Node.Attribute(bytes(MAX_NAME), bytes(MAX_VALUE)));
        }
        return xattrs;
    }

    private byte[] bytes(int most) throws IOException {
        long length = number();
        if (length < 0 || length > most) {
            throw new FormatException("the tree has a text of " + length + " bytes; the limit is " + most);
        }
        return length == 0 ? NO_BYTES : exactly((int) length);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            if (isAtEnd()) {
                throw new FormatException("the tree is cut short");
            }
            int count = Math.min(length - done, filled - at);
            System.arraycopy(buffer, at, bytes, done, count);
            at += count;
            done += count;
        }
        return bytes;
    }

    private int read() throws IOException {
        return isAtEnd() ? -1 : buffer[at++] & 0xff;
    }

    private boolean isAtEnd() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return filled == 0;
    }

    private Instant time() throws IOException {
        long zigzag = number();
        long nanos = number();
        if (nanos < 0 || nanos > 999_999_999) {
            throw new FormatException("the tree has a time with " + nanos + " nanoseconds");
        }
        try {
            return Instant.ofEpochSecond(zigzag >>> 1 ^ -(zigzag & 1), nanos);
        } catch (java.time.DateTimeException outOfRange) {
            throw new FormatException("the tree has a time out of range", outOfRange);
        }
    }

    private long number() throws IOException {
        readAhead();
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == filled) {
                throw new FormatException("the tree is cut short");
            }
            byte next = buffer[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new FormatException("the tree has a number of more than 64 bits");
    }

    /** Has a whole number in the buffer, unless the tree ends. */
    private void readAhead() throws IOException {
        if (filled - at >= LONGEST_NUMBER) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        filled -= at;
        at = 0;
        for (int count = 0; count >= 0 && filled < LONGEST_NUMBER; ) {
            count = in.read(buffer, filled, BUFFER - filled);
            filled += Math.max(0, count);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
