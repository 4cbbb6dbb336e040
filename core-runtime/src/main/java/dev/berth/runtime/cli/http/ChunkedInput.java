package dev.berth.runtime.cli.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a chunked answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112 section 7.1</a>
 */
final class ChunkedInput extends LengthInput {
    private final InputStream in;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        super(in, 0);
        this.in = in;
    }

    @Override
    long next() throws IOException {
        if (ended) {
            return 0;
        }
        if (!first) {
            HeadReader.line(in);
        }
        first = false;
        String size = HeadReader.line(in);
        int extension = size.indexOf(';');
        long length = parse(extension < 0 ? size : size.substring(0, extension));
        if (length == 0) {
            ended = true;
            while (!HeadReader.line(in).isEmpty()) {
                continue;
            }
        }
        return length;
    }

    private static long parse(String size) throws IOException {
        try {
            return Long.parseLong(size.trim(), 16);
        } catch (NumberFormatException malformed) {
            throw new IOException("malformed chunk size: " + size, malformed);
        }
    }
}
