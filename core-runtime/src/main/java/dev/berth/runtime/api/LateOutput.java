package dev.berth.runtime.api;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A response that begins with its first byte: what fails before still gets an error of its own. Closing it completes
 * the response, so it is closed only when everything went well. For one thread.
 */
final class LateOutput extends OutputStream {
    private final Reply reply;
    private final String contentType;
    private @Nullable OutputStream begun;

    LateOutput(Reply reply, String contentType) {
        this.reply = reply;
        this.contentType = contentType;
    }

    private OutputStream begun() {
        OutputStream output = begun;
        if (output == null) {
            output = reply.output(200, contentType);
            begun = output;
        }
        return output;
    }

    @Override
    public void write(int octet) throws IOException {
        begun().write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begun().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (begun != null) {
            begun.flush();
        }
    }

    @Override
    public void close() throws IOException {
        begun().close();
    }
}
