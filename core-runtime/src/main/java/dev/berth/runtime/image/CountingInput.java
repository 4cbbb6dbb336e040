package dev.berth.runtime.image;

import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes have been read. */
public class CountingInput extends WatchedInput {
    private final LongConsumer told;
    private long count;

    /** @param told the number of bytes read so far, after each read */
    public CountingInput(InputStream in, LongConsumer told) {
        super(in);
        this.told = told;
    }

    @Override
    protected final void passed(byte[] data, int offset, int length) {
        count += length;
        told.accept(count);
    }
}
