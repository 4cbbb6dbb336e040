package dev.berth.runtime.api;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A response as a stream for handlers that produce it in one go, such as an export. A write waits while the client does
 * not keep up and fails once it has gone. For one thread.
 */
final class BlockingOutput extends OutputStream {
    private static final int CHUNK = 128 * 1024;

    private final ResponseSink sink;
    private final byte[] buffer = new byte[CHUNK];
    private int filled;

    BlockingOutput(ResponseSink sink) {
        this.sink = sink;
        sink.onChange(this::changed);
    }

    @Override
    public void write(int octet) throws IOException {
        if (filled == CHUNK) {
            flush();
        }
        buffer[filled++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        if (filled == 0) {
            // What comes in large pieces needs no gathering.
            for (; length - done >= CHUNK; done += CHUNK) {
                send(bytes, offset + done, CHUNK);
            }
        }
        while (done < length) {
            if (filled == CHUNK) {
                flush();
            }
            int part = Math.min(length - done, CHUNK - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, part);
            filled += part;
            done += part;
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled > 0) {
            send(buffer, 0, filled);
            filled = 0;
        } else {
            awaitWritable();
        }
    }

    /** In memory that the socket takes as it is. */
    private void send(byte[] bytes, int offset, int length) throws IOException {
        awaitWritable();
        sink.write(ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        flush();
        sink.end();
    }

    private synchronized void awaitWritable() throws IOException {
        try {
            while (!sink.isWritable() && !sink.isClosed()) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the client did not read", interrupted);
        }
        if (sink.isClosed()) {
            throw new IOException("client has gone");
        }
    }

    private synchronized void changed() {
        notifyAll();
    }
}
