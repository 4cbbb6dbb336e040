package dev.berth.runtime.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Bytes with a known digest: reading their end fails if they have another. */
final class VerifiedInput extends FilterInputStream {
    private final MessageDigest digest = Digests.newSha256();
    private final String expected;
    private boolean checked;

    VerifiedInput(InputStream in, String expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            digest.update(target, offset, count);
        } else if (count < 0 && !checked) {
            checked = true;
            if (!Digests.text(digest).equals(expected)) {
                throw new IOException("layer " + expected + " has changed on disk");
            }
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
