package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** A body that is needed whole, and is small: JSON. */
final class CollectedBody implements RequestBody {
    /** The most a body may have, bytes. */
    static final int MOST = 4 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final Consumer<CollectedBody> whenComplete;
    private boolean tooLarge;

    /** @param whenComplete called on the event loop */
    CollectedBody(Consumer<CollectedBody> whenComplete) {
        this.whenComplete = whenComplete;
    }

    @Override
    public void data(ByteBuf piece) {
        if (bytes.size() + piece.readableBytes() > MOST) {
            tooLarge = true;
            bytes.reset();
        }
        if (!tooLarge) {
            byte[] copy = new byte[piece.readableBytes()];
            piece.getBytes(piece.readerIndex(), copy);
            bytes.writeBytes(copy);
        }
    }

    @Override
    public void complete() {
        whenComplete.accept(this);
    }

    @Override
    public void cut() {
        bytes.reset();
    }

    /** The bytes. @throws HttpFailure (413) there were too many */
    byte[] bytes() {
        if (tooLarge) {
            throw new HttpFailure(413, "request body is larger than " + MOST + " bytes");
        }
        return bytes.toByteArray();
    }
}
