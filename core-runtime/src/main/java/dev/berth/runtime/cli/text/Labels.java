package dev.berth.runtime.cli.text;

import dev.berth.runtime.cli.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Labels as a table's cell. */
public final class Labels {
    private Labels() {}

    /** {@code a=1,b=2} in order of keys. */
    public static String text(JsonValue labels) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonValue> label : labels.fields().entrySet()) {
            pairs.add(label.getKey() + "=" + label.getValue().text());
        }
        Collections.sort(pairs);
        return String.join(",", pairs);
    }
}
