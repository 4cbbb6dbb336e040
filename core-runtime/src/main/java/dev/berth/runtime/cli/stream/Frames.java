package dev.berth.runtime.cli.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Output of a container without a terminal: frames of eight bytes (stream, three zeros, length) and data.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">stream
 *     format</a>
 */
public final class Frames {
    private static final int HEADER = 8;
    private static final int STDERR = 2;
    private static final int SYSTEM_ERROR = 3;

    private Frames() {}

    /**
     * Copies until the end, each stream to its own.
     *
     * @throws IOException if the engine reports a failure in the stream, or it ends inside a frame
     */
    public static void split(InputStream in, OutputStream out, OutputStream err) throws IOException {
        byte[] header = new byte[HEADER];
        byte[] buffer = new byte[32 * 1024];
        for (int count = in.readNBytes(header, 0, HEADER); count > 0; count = in.readNBytes(header, 0, HEADER)) {
            if (count < HEADER) {
                throw new EOFException("unexpected EOF");
            }
            long left =
                    (header[4] & 0xffL) << 24 | (header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | header[7] & 0xff;
            if (header[0] == SYSTEM_ERROR) {
                throw new IOException("error from daemon in stream: "
                        + new String(in.readNBytes((int) left), StandardCharsets.UTF_8));
            }
            OutputStream to = header[0] == STDERR ? err : out;
            copy(in, to, buffer, left);
            to.flush();
        }
    }

    /** Copies until the end, each piece as soon as it comes. */
    public static void plain(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    private static void copy(InputStream in, OutputStream to, byte[] buffer, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("unexpected EOF");
            }
            to.write(buffer, 0, count);
            left -= count;
        }
    }
}
