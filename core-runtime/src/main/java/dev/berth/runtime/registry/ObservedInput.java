package dev.berth.runtime.registry;

import dev.berth.runtime.registry.http.Cancellation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much of an upload is sent, and fails once the transfer is ended. */
final class ObservedInput extends FilterInputStream {
    private final Cancellation cancellation;
    private final LongConsumer told;
    private long count;

    ObservedInput(InputStream in, Cancellation cancellation, LongConsumer told) {
        super(in);
        this.cancellation = cancellation;
        this.told = told;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        cancellation.check();
        int read = in.read(target, offset, length);
        if (read > 0) {
            count += read;
            told.accept(count);
        }
        return read;
    }
}
