package dev.berth.plugin.server;

import dev.berth.plugin.wire.PluginJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a plugin answers as one type.
 *
 * @param name as {@code Implements} says it, {@code VolumeDriver}
 * @param calls by path, {@code /VolumeDriver.Create}
 */
public record PluginType(String name, Map<String, Call> calls) {
    public PluginType {
        calls = Map.copyOf(calls);
    }

    /** Answers one call. */
    @FunctionalInterface
    public interface Call {
        /**
         * @param body as it came, may be empty
         * @return what is written as JSON
         */
        Object answer(byte[] body);
    }

    /** Collects calls. */
    static final class Calls {
        private final Map<String, Call> calls = new LinkedHashMap<>();

        <T> Calls on(String path, Class<T> request, Function<T, Object> answer) {
            calls.put(path, body -> answer.apply(PluginJson.read(body, request)));
            return this;
        }

        PluginType as(String name) {
            return new PluginType(name, calls);
        }
    }
}
