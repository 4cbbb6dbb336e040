package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a removal of images did, as lines. */
public final class RmiLines {
    private RmiLines() {}

    /** {@code Untagged: x} and {@code Deleted: x}, as the engine reports them. */
    public static List<String> of(JsonValue removed) {
        List<String> lines = new ArrayList<>();
        for (JsonValue one : removed.items()) {
            one.fields().forEach((what, name) -> {
                if (!name.text().isEmpty()) {
                    lines.add(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ": " + name.text());
                }
            });
        }
        return lines;
    }
}
