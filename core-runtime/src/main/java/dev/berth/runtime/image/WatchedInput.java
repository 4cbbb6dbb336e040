package dev.berth.runtime.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes on their way through, seen by a subclass; {@link #skip} reads them, so none is missed. */
public abstract class WatchedInput extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE = 1 << 13;

    /** Of what is read here. */
    protected WatchedInput(InputStream in) {
        super(in);
    }

    /** Bytes have been read. */
    protected abstract void passed(byte[] data, int offset, int length) throws IOException;

    /** There is no more; told each time that somebody asks. */
    protected void ended() throws IOException {}

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            passed(target, offset, count);
        } else if (count < 0) {
            ended();
        }
        return count;
    }

    @Override
    public final long skip(long count) throws IOException {
        byte[] passing = new byte[(int) Math.min(Math.max(count, 0), SKIPPED_AT_ONCE)];
        return Math.max(read(passing, 0, passing.length), 0);
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
