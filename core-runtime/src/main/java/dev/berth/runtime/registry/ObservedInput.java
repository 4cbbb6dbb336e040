package dev.berth.runtime.registry;

import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.CountingInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much of an upload is sent, and fails once the transfer is ended. */
final class ObservedInput extends CountingInput {
    private final Cancellation cancellation;

    ObservedInput(InputStream in, Cancellation cancellation, LongConsumer told) {
        super(in, told);
        this.cancellation = cancellation;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (cancellation.isCancelled()) {
            throw new IOException(Cancellation.ended());
        }
        return super.read(target, offset, length);
    }
}
