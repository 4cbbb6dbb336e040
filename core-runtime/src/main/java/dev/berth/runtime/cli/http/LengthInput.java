package dev.berth.runtime.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of which it is known how many come; perhaps more of them after that. */
abstract class LengthInput extends InputStream {
    private final InputStream in;
    private long left;

    LengthInput(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    /** Length of what follows, 0 if nothing does; asked once the present piece is read. */
    abstract long next() throws IOException;

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
        if (left == 0) {
            left = next();
        }
        if (left == 0) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("unexpected EOF");
        }
        left -= count;
        return count;
    }
}
