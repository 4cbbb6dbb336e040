package dev.berth.runtime.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a chunked answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112 section 7.1</a>
 */
final class ChunkedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("unexpected EOF");
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (!first) {
            HeadReader.line(in);
        }
        first = false;
        String size = HeadReader.line(in);
        int extension = size.indexOf(';');
        left = parse(extension < 0 ? size : size.substring(0, extension));
        if (left == 0) {
            ended = true;
            while (!HeadReader.line(in).isEmpty()) {
                continue;
            }
        }
        return left > 0;
    }

    private static long parse(String size) throws IOException {
        try {
            return Long.parseLong(size.trim(), 16);
        } catch (NumberFormatException malformed) {
            throw new IOException("malformed chunk size: " + size, malformed);
        }
    }
}
