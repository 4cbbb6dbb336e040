package dev.berth.runtime.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Passes bytes on and tells how many there were; does not close what it writes to. */
final class CountingStream extends FilterOutputStream {
    private final LongConsumer told;
    private long count;

    CountingStream(OutputStream out, LongConsumer told) {
        super(out);
        this.told = told;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        out.write(data, offset, length);
        count += length;
        told.accept(count);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
