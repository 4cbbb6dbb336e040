package dev.berth.plugin.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a key has where it is absent or null. Go writes {@code null} for an empty list, map or string pointer. */
final class Given {
    private Given() {}

    static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    static <T> List<T> list(@Nullable List<T> value) {
        List<T> present = new ArrayList<>();
        if (value != null) {
            value.stream().filter(Objects::nonNull).forEach(present::add);
        }
        return Collections.unmodifiableList(present);
    }

    static <V> Map<String, V> map(@Nullable Map<String, V> value) {
        Map<String, V> present = new LinkedHashMap<>();
        if (value != null) {
            value.forEach((key, each) -> {
                if (each != null) {
                    present.put(key, each);
                }
            });
        }
        return Collections.unmodifiableMap(present);
    }
}
