package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;

/** A wait for a container's end that is known to the engine before the container starts. */
final class ContainerExit implements AutoCloseable {
    private final Answer answer;

    private ContainerExit(Answer answer) {
        this.answer = answer;
    }

    /** @param condition {@code not-running}, {@code next-exit} or {@code removed} */
    static ContainerExit waitFor(Context context, String container, String condition) throws IOException {
        return new ContainerExit(context.engine()
                .open(Request.post("containers", container, "wait").with("condition", condition)));
    }

    /** The exit code, once the container ended; 125 if the engine could not tell. */
    int code() throws IOException {
        JsonValue result = answer.json();
        return result.at("Error", "Message").text().isEmpty()
                ? (int) result.at("StatusCode").number()
                : 125;
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
