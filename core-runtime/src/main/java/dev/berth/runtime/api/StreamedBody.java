package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A body of any size, read by a handler while it arrives. The connection is not read while {@value #MOST_WAITING} bytes
 * wait here. Its lock guards the queue; the event loop holds it only to add a piece.
 */
final class StreamedBody extends InputStream implements RequestBody {
    private static final int MOST_WAITING = 1024 * 1024;

    private enum End {
        NOT_YET,
        COMPLETE,
        CUT,
        CLOSED
    }

    private final Consumer<Boolean> reading;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private int offset;
    private boolean paused;
    private End end = End.NOT_YET;

    /** @param reading told whether the connection should be read; called from any thread */
    StreamedBody(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    @Override
    public synchronized void data(ByteBuf piece) {
        if (end == End.CLOSED || !piece.isReadable()) {
            return;
        }
        byte[] copy = new byte[piece.readableBytes()];
        piece.getBytes(piece.readerIndex(), copy);
        waiting.add(copy);
        waitingBytes += copy.length;
        if (waitingBytes > MOST_WAITING && !paused) {
            paused = true;
            reading.accept(false);
        }
        notifyAll();
    }

    @Override
    public synchronized void complete() {
        end(End.COMPLETE);
    }

    @Override
    public synchronized void cut() {
        end(End.CUT);
    }

    /** The rest is not wanted: it is read from the connection and dropped. */
    @Override
    public synchronized void close() {
        if (end == End.NOT_YET) {
            end = End.CLOSED;
        }
        waiting.clear();
        waitingBytes = 0;
        resumeReading();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        byte[] first = awaitPiece();
        if (first.length == 0) {
            return -1;
        }
        int part = Math.min(length, first.length - offset);
        System.arraycopy(first, offset, target, from, part);
        offset += part;
        if (offset == first.length) {
            waiting.remove();
            offset = 0;
            waitingBytes -= first.length;
            if (waitingBytes < MOST_WAITING / 2) {
                resumeReading();
            }
        }
        return part;
    }

    @Override
    public synchronized int available() {
        byte[] first = waiting.peek();
        return first == null ? 0 : first.length - offset;
    }

    /** The piece to read from; an empty one at the end. */
    private byte[] awaitPiece() throws IOException {
        try {
            while (waiting.isEmpty() && end == End.NOT_YET) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the request's body", interrupted);
        }
        byte[] first = waiting.peek();
        if (first == null && end == End.CUT) {
            throw new IOException("unexpected EOF");
        }
        if (end == End.CLOSED) {
            throw new IOException("request body is closed");
        }
        return first == null ? new byte[0] : first;
    }

    private void end(End how) {
        if (end == End.NOT_YET) {
            end = how;
        }
        notifyAll();
    }

    private void resumeReading() {
        if (paused) {
            paused = false;
            reading.accept(true);
        }
    }
}
