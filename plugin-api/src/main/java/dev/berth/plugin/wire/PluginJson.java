package dev.berth.plugin.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.plugin.EngineException;
import java.io.IOException;

/**
 * How bodies are read and written: unknown keys are passed over, keys match in any case as Go's do, and no body at all
 * or {@code null} is an object without keys.
 */
public final class PluginJson {
    /** What plugins answer with, and what engines ask for; neither side insists on it. */
    public static final String CONTENT_TYPE = "application/vnd.docker.plugins.v1.2+json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();

    private PluginJson() {}

    /**
     * Reads a body.
     *
     * @throws EngineException.InvalidParameter it is not JSON, or not of that shape
     */
    public static <T> T read(byte[] body, Class<T> type) {
        return convert(tree(body), type);
    }

    /** Reads a body as it is. @throws EngineException.InvalidParameter it is not JSON */
    public static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            return tree == null || tree.isNull() || tree.isMissingNode() ? MAPPER.createObjectNode() : tree;
        } catch (IOException malformed) {
            throw new EngineException.InvalidParameter("malformed JSON: " + malformed.getMessage(), malformed);
        }
    }

    /** Reads part of a body. @throws EngineException.InvalidParameter it is not of that shape */
    public static <T> T convert(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException malformed) {
            throw new EngineException.InvalidParameter(
                    "JSON of another shape than " + type.getSimpleName() + ": " + malformed.getOriginalMessage(),
                    malformed);
        }
    }

    /** Reads part of a body that was read as a map. @throws EngineException.InvalidParameter another shape */
    public static <T> T convertValue(Object value, Class<T> type) {
        JsonNode tree = MAPPER.valueToTree(value);
        return convert(tree, type);
    }

    /** Writes a body. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("write " + value.getClass().getSimpleName(), impossible);
        }
    }
}
