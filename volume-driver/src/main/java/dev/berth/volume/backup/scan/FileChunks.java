package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.volume.backup.chunk.ContentCut;
import dev.berth.volume.backup.repository.ChunkSink;
import dev.berth.volume.backup.repository.PendingChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads files, cuts them into chunks and has those stored; for one thread, whose buffers it has. */
public final class FileChunks {
    private static final int BUFFER = 1 << 20;
    private static final int WINDOW = 4 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final ChunkSink sink;
    private final Reading reading;
    private byte[] window = new byte[0];

    /** What is asked of the disk: reads as {@link OpenFile#read} does, opens and lists as {@link AtCalls} does. */
    @FunctionalInterface
    public interface Reading {
        /** @return bytes read, fewer than {@code length} at the file's end only */
        int read(Fd file, ByteBuffer buffer, int length, long offset);

        /** Opens the entry, a file or a directory. */
        default Fd open(Fd directory, byte[] name, int flags) {
            return AtCalls.open(directory, name, flags, 0);
        }

        /** Calls {@code each} with the name of every entry. */
        default void entries(Fd directory, Consumer<byte[]> each) {
            AtCalls.entries(directory, each);
        }
    }

    /** @param sink where the chunks go */
    public FileChunks(ChunkSink sink, Reading reading) {
        this.sink = sink;
        this.reading = reading;
    }

    Reading reading() {
        return reading;
    }

    /** Has what was added stored without waiting for more. */
    void push() {
        sink.push();
    }

    /** Takes the next chunk. */
    @FunctionalInterface
    interface Taker {
        void take(PendingChunk chunk) throws IOException;
    }

    /**
     * Cuts a stretch of a file.
     *
     * @return bytes read; fewer than {@code length} if the file ends earlier
     */
    long cut(Fd file, long offset, long length, Taker taker) throws IOException {
        if (length <= ContentCut.LEAST) {
            return whole(file, offset, (int) length, taker);
        }
        if (window.length == 0) {
            window = new byte[WINDOW];
        }
        long read = 0;
        int from = 0;
        int to = 0;
        boolean ended = false;
        while (true) {
            if (!ended && to - from < ContentCut.MOST) {
                System.arraycopy(window, from, window, 0, to - from);
                to -= from;
                from = 0;
                int wanted = (int) Math.min(WINDOW - to, length - read);
                int count = fill(file, offset + read, to, wanted);
                read += count;
                to += count;
                ended = count < wanted || read == length;
            }
            if (from == to) {
                return read;
            }
            int cut = ContentCut.length(window, from, to - from);
            taker.take(sink.add(window, from, cut));
            from += cut;
        }
    }

    private long whole(Fd file, long offset, int length, Taker taker) throws IOException {
        int count = reading.read(file, buffer, length, offset);
        if (count > 0) {
            taker.take(sink.add(buffer, count));
        }
        return count;
    }

    private int fill(Fd file, long offset, int at, int wanted) {
        int done = 0;
        while (done < wanted) {
            int part = Math.min(BUFFER, wanted - done);
            int count = reading.read(file, buffer, part, offset + done);
            buffer.get(0, window, at + done, count);
            done += count;
            if (count < part) {
                break;
            }
        }
        return done;
    }
}
