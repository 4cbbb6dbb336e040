package dev.berth.runtime.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.CreateRequest;
import dev.berth.runtime.spec.ApiVersion;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The body of {@code POST /containers/create}: a {@code Config} with two more members in it. */
final class CreateBody {
    private CreateBody() {}

    /**
     * @param version whose defaults hold for what the body does not say
     * @throws EngineException.InvalidParameter it is empty, or not of that shape
     */
    static CreateRequest parse(ObjectNode body, ApiVersion version) {
        if (body.isEmpty()) {
            throw new EngineException.InvalidParameter("Config cannot be empty in order to create a container");
        }
        JsonNode networks = body.path("NetworkingConfig").path("EndpointsConfig");
        Map<String, EndpointSettings> endpoints = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : networks.properties()) {
            JsonNode settings = entry.getValue();
            endpoints.put(
                    entry.getKey(), settings.isNull() ? EndpointSettings.NONE : as(settings, EndpointSettings.class));
        }
        JsonNode host = body.path("HostConfig");
        return new CreateRequest(
                config(body),
                as(host.isObject() ? host : Json.mapper().createObjectNode(), HostConfig.class),
                endpoints,
                version.isAtLeast(44));
    }

    /** Reads a {@code Config}, in which a command may be a text instead of a list. */
    static ContainerConfig config(ObjectNode body) {
        ObjectNode copy = body.deepCopy();
        for (String words : List.of("Cmd", "Entrypoint")) {
            if (copy.path(words).isTextual()) {
                String text = copy.path(words).asText();
                copy.putArray(words).add(text);
            }
        }
        return as(copy, ContainerConfig.class);
    }

    /** As {@link #as}, but a number is no text and a text no truth, as with Docker. */
    static <T> T strictly(JsonNode json, Class<T> type) {
        try {
            return Json.strictMapper().treeToValue(json, type);
        } catch (JsonProcessingException invalid) {
            throw new EngineException.InvalidParameter(JsonBody.complaint(invalid), invalid);
        }
    }

    static <T> T as(JsonNode json, Class<T> type) {
        try {
            return Json.mapper().treeToValue(json, type);
        } catch (JsonProcessingException invalid) {
            throw new EngineException.InvalidParameter(JsonBody.complaint(invalid), invalid);
        }
    }
}
