package dev.berth.runtime.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.plugin.EngineException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Docker's error body, and the one place where a failure becomes an HTTP status. */
record ErrorReply(
        @JsonIgnore int status, @JsonProperty("message") String message) {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReply.class);

    /** What the client is told of {@code failure}; what is not its fault is logged. */
    static ErrorReply of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpFailure http) {
            return new ErrorReply(http.status(), http.getMessage());
        }
        if (cause instanceof EngineException known) {
            return new ErrorReply(status(known.kind()), String.valueOf(known.getMessage()));
        }
        LOG.error("event=request-failed", cause);
        String message = cause.getMessage();
        return new ErrorReply(500, message == null ? cause.getClass().getSimpleName() : message);
    }

    static int status(EngineException.Kind kind) {
        return switch (kind) {
            case INVALID_PARAMETER -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case SYSTEM -> 500;
            case NOT_IMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
        };
    }
}
