package dev.berth.linux.sys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A descriptor as Java streams; closing the stream closes the descriptor. */
public final class FdStreams {
    private FdStreams() {}

    /** Reads from it. A terminal whose other side hung up (EIO) is at its end. */
    public static InputStream input(Fd fd) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return length == 0 ? 0 : fd.read(buffer, offset, length);
                } catch (ErrnoException failure) {
                    if (failure.errno() == Errno.EIO) {
                        return -1;
                    }
                    throw new IOException(failure.getMessage(), failure);
                }
            }

            @Override
            public void close() {
                fd.close();
            }
        };
    }

    /** Writes to it, unbuffered. */
    public static OutputStream output(Fd fd) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                try {
                    fd.write(buffer, offset, length);
                } catch (ErrnoException failure) {
                    throw new IOException(failure.getMessage(), failure);
                }
            }

            @Override
            public void close() {
                fd.close();
            }
        };
    }
}
