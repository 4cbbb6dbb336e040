package dev.berth.runtime.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of a request's query, read as Docker reads them. */
record Query(Map<String, List<String>> values) {
    private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

    /** The first value, if the parameter is there. */
    Optional<String> find(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value; empty if there is none. */
    String text(String name) {
        return find(name).orElse("");
    }

    /** Every value. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** False where absent, empty, {@code 0}, {@code no}, {@code false} or {@code none}. */
    boolean flag(String name) {
        return flag(name, false);
    }

    /** As {@link #flag(String)}, but {@code fallback} where absent. */
    boolean flag(String name, boolean fallback) {
        return find(name)
                .map(value -> !FALSE.contains(value.trim().toLowerCase(java.util.Locale.ROOT)))
                .orElse(fallback);
    }

    /**
     * A whole number; empty if the parameter is absent or empty.
     *
     * @throws EngineException.InvalidParameter it is none
     */
    OptionalInt number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException invalid) {
            throw new EngineException.InvalidParameter(
                    "strconv.Atoi: parsing \"" + value + "\": invalid syntax", invalid);
        }
    }

    /**
     * The {@code filters} parameter: {@code {"key":["value"]}} or {@code {"key":{"value":true}}}.
     *
     * @throws EngineException.InvalidParameter it is neither
     */
    Map<String, List<String>> filters() {
        String text = text("filters");
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> filters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object(text).properties()) {
            filters.put(entry.getKey(), filterValues(entry.getValue()));
        }
        return filters;
    }

    private static JsonNode object(String text) {
        try {
            JsonNode tree = Json.mapper().readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException invalid) {
            throw new EngineException.InvalidParameter("invalid filter: " + JsonBody.complaint(invalid), invalid);
        }
        throw new EngineException.InvalidParameter("invalid filter: " + text);
    }

    private static List<String> filterValues(JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(value -> values.add(value.asText()));
        } else if (node.isObject()) {
            node.properties().forEach(entry -> {
                if (entry.getValue().asBoolean()) {
                    values.add(entry.getKey());
                }
            });
        } else {
            throw new EngineException.InvalidParameter("invalid filter: " + node);
        }
        return values;
    }
}
