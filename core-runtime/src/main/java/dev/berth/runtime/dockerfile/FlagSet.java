package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flags of one instruction, which knows some names and refuses others. */
final class FlagSet {
    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * @param texts {@code --name=value} or {@code --name}
     * @param known names that take a value
     * @param toggles names that are on or off
     * @param repeated those of {@code known} that may come again
     * @throws EngineException.InvalidParameter with Docker's text
     */
    FlagSet(List<String> texts, Set<String> known, Set<String> toggles, Set<String> repeated) {
        for (String text : texts) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text.substring(2) : text.substring(2, equals);
            boolean toggle = toggles.contains(name);
            if (!toggle && !known.contains(name)) {
                throw new EngineException.InvalidParameter("Unknown flag: " + name);
            }
            if (values.containsKey(name) && !repeated.contains(name)) {
                throw new EngineException.InvalidParameter("Duplicate flag specified: " + name);
            }
            if (equals < 0 && !toggle) {
                throw new EngineException.InvalidParameter("Missing a value on flag: " + name);
            }
            String value = equals < 0 ? "true" : text.substring(equals + 1);
            if (toggle && !value.equals("true") && !value.equals("false")) {
                throw new EngineException.InvalidParameter(
                        "Expecting boolean value for flag " + name + ", not: " + value);
            }
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
    }

    /** Flags of an instruction that has none. */
    static void none(List<String> texts) {
        new FlagSet(texts, Set.of(), Set.of(), Set.of());
    }

    Optional<String> text(String name) {
        return list(name).stream().filter(value -> !value.isEmpty()).findFirst();
    }

    boolean on(String name) {
        return list(name).contains("true");
    }

    List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }
}
