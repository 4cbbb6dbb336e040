package dev.berth.runtime.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads a request's JSON, with Docker's complaints. */
final class JsonBody {
    private JsonBody() {}

    /**
     * The body as {@code type}.
     *
     * @throws EngineException.InvalidParameter it is empty, malformed or of another shape
     */
    static <T> T read(byte[] body, Class<T> type) {
        try {
            if (body.length > 0) {
                T value = Json.mapper().readValue(body, type);
                if (value != null) {
                    return value;
                }
            }
        } catch (JsonProcessingException invalid) {
            throw new EngineException.InvalidParameter(complaint(invalid), invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException("read JSON from memory", impossible);
        }
        throw new EngineException.InvalidParameter("invalid JSON: got EOF while reading request body");
    }

    /** The body as an object; an empty one if there is no body, or {@code null}, as docker 20.10 sends with a commit. */
    static ObjectNode object(byte[] body) {
        if (body.length == 0) {
            return Json.mapper().createObjectNode();
        }
        JsonNode tree = read(body, JsonNode.class);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        if (tree.isNull()) {
            return Json.mapper().createObjectNode();
        }
        throw new EngineException.InvalidParameter("json: cannot unmarshal "
                + tree.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + " into Go value of type object");
    }

    /** What is wrong with the text, in one line. */
    static String complaint(JsonProcessingException invalid) {
        if (invalid instanceof JsonEOFException) {
            return "unexpected EOF";
        }
        String message = invalid.getOriginalMessage();
        if (message.startsWith("Unexpected character (") && message.length() > 24) {
            return "invalid character " + message.substring(22, 25) + " looking for beginning of value";
        }
        if (message.startsWith("Unrecognized token '")) {
            return "invalid character '" + message.charAt(20) + "' looking for beginning of value";
        }
        JsonLocation place = invalid.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return "invalid JSON: " + message + where;
    }
}
