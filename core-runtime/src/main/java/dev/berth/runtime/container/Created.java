package dev.berth.runtime.container;

import java.util.List;

/** A new container: its id, 64 hexadecimal digits, and what the user should know. */
public record Created(String id, List<String> warnings) {
    public Created {
        warnings = List.copyOf(warnings);
    }
}
