package dev.berth.runtime.tar;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.PipeWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** An archive on its way into a pipe, of which files' content is spliced in. Closing it leaves the pipe open. For one thread. */
public final class PipeOutput extends OutputStream implements FileSink {
    private static final int BUFFER = 1 << 16;

    /** Up to here copying costs less than a system call more. */
    private static final int SMALL = 1 << 12;

    private final PipeWriter pipe;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer small = ByteBuffer.allocateDirect(SMALL);
    private long written;

    public PipeOutput(PipeWriter pipe) {
        this.pipe = pipe;
        pipe.widen();
    }

    /** Bytes that came, of which the last may not be in the pipe before {@link #flush}. */
    public long written() {
        return written;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, offset + done, part);
            done += part;
        }
        written += length;
    }

    @Override
    public long send(Fd file, long offset, long length) throws IOException {
        if (length <= SMALL) {
            int count = OpenFile.read(file, small, (int) length, offset);
            byte[] bytes = new byte[count];
            small.get(0, bytes);
            write(bytes, 0, count);
            return count;
        }
        flush();
        long count = told(() -> pipe.splice(file, offset, length));
        written += count;
        return count;
    }

    @Override
    public void flush() throws IOException {
        int length = buffer.position();
        if (length > 0) {
            buffer.clear();
            told(() -> {
                pipe.write(buffer, length);
                return length;
            });
        }
    }

    @FunctionalInterface
    private interface Call {
        long make();
    }

    /** A pipe that broke is not what a file that vanished is. */
    private static long told(Call call) throws IOException {
        try {
            return call.make();
        } catch (ErrnoException broken) {
            throw new IOException(
                    "write to the client's pipe: " + broken.errno().text(), broken);
        }
    }
}
