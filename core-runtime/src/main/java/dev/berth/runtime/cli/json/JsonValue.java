package dev.berth.runtime.cli.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that answers every question: what is absent is empty, zero or false, so that an engine of another
 * version never breaks a command.
 */
public final class JsonValue {
    private static final JsonValue ABSENT = new JsonValue(null);

    private final @Nullable Object value;

    private JsonValue(@Nullable Object value) {
        this.value = value;
    }

    /** Wraps a {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} or null. */
    public static JsonValue of(@Nullable Object value) {
        return value == null ? ABSENT : new JsonValue(value);
    }

    /** The value at the end of these keys. */
    public JsonValue at(String... keys) {
        Object here = value;
        for (String key : keys) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return of(here);
    }

    /** The string, or a number's or boolean's text; empty if there is none. */
    public String text() {
        return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
    }

    /** The number; 0 if it is none. */
    public long number() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** The number with its fraction; 0 if it is none. */
    public double real() {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /** True only for JSON's true. */
    public boolean truth() {
        return Boolean.TRUE.equals(value);
    }

    /** Elements of an array; none if it is no array. */
    public List<JsonValue> items() {
        List<JsonValue> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                items.add(of(item));
            }
        }
        return items;
    }

    /** Texts of an array's elements. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items()) {
            texts.add(item.text());
        }
        return texts;
    }

    /** Members of an object in their order; none if it is no object. */
    public Map<String, JsonValue> fields() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                fields.put(String.valueOf(entry.getKey()), of(entry.getValue()));
            }
        }
        return fields;
    }

    /** True if there is nothing, or null. */
    public boolean isAbsent() {
        return value == null;
    }

    /** The value as plain Java, for a template. */
    public @Nullable Object plain() {
        return value;
    }

    /** The object as a map, for a template; empty if it is no object. */
    public Map<String, Object> map() {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(String.valueOf(entry.getKey()), entry.getValue());
        }
        return Collections.unmodifiableMap(copy);
    }
}
