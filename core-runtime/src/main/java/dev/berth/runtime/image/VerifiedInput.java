package dev.berth.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Bytes with a known digest: reading their end fails if they have another. */
final class VerifiedInput extends WatchedInput {
    private final MessageDigest digest = Digests.newSha256();
    private final String expected;
    private boolean checked;

    VerifiedInput(InputStream in, String expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    protected void passed(byte[] data, int offset, int length) {
        digest.update(data, offset, length);
    }

    @Override
    protected void ended() throws IOException {
        if (!checked) {
            checked = true;
            if (!Digests.text(digest).equals(expected)) {
                throw new IOException("layer " + expected + " has changed on disk");
            }
        }
    }
}
