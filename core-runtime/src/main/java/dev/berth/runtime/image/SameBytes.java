package dev.berth.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Compares what is written with what can be read, and fails at the first byte that differs. */
final class SameBytes extends OutputStream {
    private final InputStream expected;

    SameBytes(InputStream expected) {
        this.expected = expected;
    }

    /** They are not the same. */
    static final class Different extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        byte[] other = expected.readNBytes(length);
        if (!Arrays.equals(data, offset, offset + length, other, 0, other.length)) {
            throw new Different();
        }
    }

    /** @throws Different there was more to come */
    void finish() throws IOException {
        if (expected.read() >= 0) {
            throw new Different();
        }
    }
}
