package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.build.BuildOutput;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.registry.TransferProgress;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A build's output in Docker's JSON lines. A client that goes away cancels the build. Quiet, nothing is sent before the
 * end: the image's id, or all there was and why it failed.
 */
final class BuildLines implements BuildOutput {
    private static final String RED = "\u001b[91m";
    private static final String PLAIN = "\u001b[0m";

    private final ProgressLines lines;
    private final TransferProgress transfer;
    private final boolean quiet;
    private final List<ObjectNode> kept = new ArrayList<>();

    BuildLines(Reply reply, Cancellation cancellation, boolean quiet) {
        this.quiet = quiet;
        this.lines = new ProgressLines(reply, cancellation::cancel);
        this.transfer = new TransferLines(lines);
    }

    @Override
    public void out(String text) {
        send(Json.mapper().createObjectNode().put("stream", text));
    }

    @Override
    public void err(String text) {
        out(RED + text + PLAIN);
    }

    @Override
    public void image(String id) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.putObject("aux").put("ID", id);
        send(json);
    }

    /** A pull's progress is told at once; it is no part of what a quiet build keeps. */
    @Override
    public TransferProgress transfer() {
        return transfer;
    }

    private void send(ObjectNode json) {
        if (quiet) {
            kept.add(json);
        } else {
            lines.line(json);
        }
    }

    /** The build is done. */
    void succeed(String id) {
        if (quiet) {
            lines.line(Json.mapper().createObjectNode().put("stream", id + "\n"));
        }
    }

    /**
     * The build failed.
     *
     * @param code exit code of a step's program, 0 if it was something else
     */
    void fail(String message, int code) {
        kept.forEach(lines::line);
        ObjectNode json = Json.mapper().createObjectNode();
        ObjectNode detail = json.putObject("errorDetail");
        if (code != 0) {
            detail.put("code", code);
        }
        detail.put("message", message);
        lines.line(json.put("error", message));
    }

    /** Whether anything was told, so that a failure can no longer be the answer itself. */
    boolean isBegun() {
        return lines.isBegun() || !kept.isEmpty();
    }

    void close() throws IOException {
        lines.close();
    }
}
