package dev.berth.runtime.cli.http;

import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;

/** An answer whose body is still to be read; closing it ends the connection. */
public final class Answer implements AutoCloseable {
    private final HeadReader.Head head;
    private final SocketChannel channel;
    private final InputStream body;

    Answer(HeadReader.Head head, SocketChannel channel, InputStream body) {
        this.head = head;
        this.channel = channel;
        this.body = body;
    }

    /** HTTP status. */
    public int status() {
        return head.status();
    }

    /** A header by lower-case name; empty if there is none. */
    public String header(String name) {
        return head.header(name);
    }

    /** The body; after a hijack, what the container sends. */
    public InputStream body() {
        return body;
    }

    /** Where a hijacked connection takes the container's input. */
    public OutputStream output() {
        return SocketStreams.output(channel);
    }

    /** Tells the other side that no more input comes; its output goes on. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** The whole body as JSON. */
    public JsonValue json() throws IOException {
        return JsonText.read(body.readAllBytes());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
