package dev.berth.runtime.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes on, counting them and taking their SHA-256 digest. */
final class DigestStream extends FilterOutputStream {
    private final MessageDigest digest = Digests.newSha256();
    private long count;

    DigestStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        out.write(data, offset, length);
        digest.update(data, offset, length);
        count += length;
    }

    long count() {
        return count;
    }

    /** The digest of all bytes; call it once, at the end. */
    String text() {
        return Digests.text(digest);
    }
}
