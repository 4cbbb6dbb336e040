package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A response that tells of progress, one JSON object a line; it begins with the first. For one thread at a time. */
final class ProgressLines implements AutoCloseable {
    private final Supplier<OutputStream> begin;
    private final Runnable gone;
    private @Nullable OutputStream output;

    ProgressLines(Reply reply) {
        this.begin = () -> reply.output(200, Reply.JSON);
        this.gone = () -> {};
    }

    /** @param gone called, perhaps more than once, when the client has gone after the first line */
    ProgressLines(Reply reply, Runnable gone) {
        this.gone = gone;
        this.begin = () -> {
            ResponseSink sink = reply.stream(200, Reply.JSON);
            sink.onChange(() -> {
                if (sink.isUnheard()) {
                    gone.run();
                }
            });
            return new BlockingOutput(sink);
        };
    }

    /** Whether the first line has been sent. */
    boolean isBegun() {
        return output != null;
    }

    /** Sends a line at once. */
    void line(ObjectNode json) {
        try {
            OutputStream to = output();
            to.write((Json.write(json) + "\r\n").getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException broken) {
            gone.run();
            throw new EngineException.SystemFailure("tell the client of progress: " + broken.getMessage(), broken);
        }
    }

    /** Tells of a failure, in the words that clients look for in a stream. */
    void error(ErrorReply failure) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.putObject("errorDetail").put("message", failure.message());
        line(json.put("error", failure.message()));
    }

    private OutputStream output() {
        OutputStream to = output;
        if (to == null) {
            to = begin.get();
            output = to;
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        output().close();
    }
}
