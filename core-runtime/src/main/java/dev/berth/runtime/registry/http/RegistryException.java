package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.util.Locale;

/** A registry refused, or could not be asked. The text is what Docker would say of it. */
public final class RegistryException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private RegistryException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** No answer at all. @param message what was tried and why it failed */
    static RegistryException unreachable(String message, IOException cause) {
        RegistryException failure = new RegistryException(0, "", message);
        failure.initCause(cause);
        return failure;
    }

    /** What we refuse ourselves, as if the registry had. */
    static RegistryException refused(int status, String code, String message) {
        return new RegistryException(status, code, message);
    }

    /** What we refuse ourselves whatever the registry says. */
    public static RegistryException refused(String code, String message) {
        return new RegistryException(0, code, message);
    }

    /** Reads {@code {"errors":[{"code":"DENIED","message":"..."}]}}; anything else is told by its status. */
    static RegistryException answered(int status, String body) {
        try {
            JsonNode first = Json.tree(body).path("errors").path(0);
            String code = first.path("code").asText("");
            if (!code.isEmpty()) {
                String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
                return new RegistryException(
                        status, code, words + ": " + first.path("message").asText(words));
            }
        } catch (EngineException notJson) {
            // told by its status below
        }
        String code =
                status == 401 ? "UNAUTHORIZED" : status == 403 ? "DENIED" : status == 429 ? "TOOMANYREQUESTS" : "";
        return switch (status) {
            case 401 -> new RegistryException(status, code, "unauthorized: authentication required");
            case 403 -> new RegistryException(status, code, "denied: requested access to the resource is denied");
            case 404 -> new RegistryException(status, code, "error parsing HTTP 404 response body: not found");
            case 429 -> new RegistryException(status, code, "toomanyrequests: too many requests");
            default -> new RegistryException(status, code, "received unexpected HTTP status: " + status);
        };
    }

    /** HTTP status; 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** The protocol's code, as {@code MANIFEST_UNKNOWN}; empty if there is none. */
    public String code() {
        return code;
    }

    /** Whether the same request may work a moment later. */
    boolean isPassing() {
        return status == 429 || status >= 500;
    }
}
