package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's configuration document: OCI's, which is Docker's. Its text is kept as it came, for its digest is the
 * image's id.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image configuration</a>
 */
public final class ImageConfig {
    private final String text;
    private final ObjectNode document;

    private ImageConfig(String text, ObjectNode document) {
        this.text = text;
        this.document = document;
    }

    /**
     * Reads a document.
     *
     * @throws EngineException.InvalidParameter it is none
     */
    public static ImageConfig parse(String text) {
        if (Json.tree(text) instanceof ObjectNode document
                && document.path("rootfs").isObject()) {
            return new ImageConfig(text, document);
        }
        throw new EngineException.InvalidParameter("invalid image configuration: no rootfs");
    }

    /** A new document with these contents. */
    static ImageConfig of(ObjectNode document) {
        return new ImageConfig(Json.write(document), document.deepCopy());
    }

    /** {@code sha256:} and the digest of the text. */
    public String id() {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As it came. */
    public String text() {
        return text;
    }

    /** What containers of it start with. */
    public ContainerConfig config() {
        return Json.mapper().convertValue(configNode(), ContainerConfig.class);
    }

    /** {@link #config} with everything in it that the text has, {@code OnBuild} too; a copy. */
    ObjectNode configNode() {
        return document.path("config") instanceof ObjectNode config
                ? config.deepCopy()
                : Json.mapper().createObjectNode();
    }

    /** Docker's {@code Config} with everything in it that the text has; a copy. */
    public ObjectNode settings() {
        return configNode();
    }

    /** The digests of the layers' archives, lowest first. */
    public List<String> diffIds() {
        List<String> ids = new ArrayList<>();
        document.path("rootfs").path("diff_ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** When it was made; the epoch if it does not say. */
    public Instant created() {
        return time(document.path("created"));
    }

    /** The steps that made it, first one first. */
    List<Step> history() {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : document.path("history")) {
            steps.add(new Step(
                    time(step.path("created")),
                    step.path("created_by").asText(),
                    step.path("comment").asText(),
                    step.path("empty_layer").asBoolean()));
        }
        return steps;
    }

    /** {@code history} as it is; a copy. */
    ArrayNode historyNode() {
        return document.path("history") instanceof ArrayNode history
                ? history.deepCopy()
                : Json.mapper().createArrayNode();
    }

    /** A text of the document's top level, as {@code author}, {@code comment}, {@code os}; empty if absent. */
    public String field(String name) {
        return document.path(name).asText("");
    }

    /** {@code container_config} as it is, if it is there. */
    @Nullable
    JsonNode containerConfig() {
        return document.get("container_config");
    }

    private static Instant time(JsonNode node) {
        try {
            return node.isTextual() ? OffsetDateTime.parse(node.asText()).toInstant() : Instant.EPOCH;
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** A line of the history. @param emptyLayer true for a step that changed no file */
    record Step(Instant created, String createdBy, String comment, boolean emptyLayer) {}
}
