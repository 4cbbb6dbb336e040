package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Flags;
import java.util.List;
import java.util.Map;

/** Puts what flags say into a body as members; what no flag says stays out of it. */
record FlagMembers(Flags flags) {
    void text(Map<String, Object> body, String flag, String key) {
        flags.optional(flag).ifPresent(value -> body.put(key, value));
    }

    void pairs(Map<String, Object> body, String key, String flag) {
        if (flags.has(flag)) {
            body.put(key, flags.map(flag));
        }
    }

    static void list(Map<String, Object> body, String key, List<?> values) {
        if (!values.isEmpty()) {
            body.put(key, values);
        }
    }
}
