package dev.berth.runtime.cli.http;

import java.io.InputStream;

/** The body of an answer whose length is known. */
final class BoundedInput extends LengthInput {
    BoundedInput(InputStream in, long length) {
        super(in, length);
    }

    @Override
    long next() {
        return 0;
    }
}
