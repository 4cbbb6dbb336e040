package dev.berth.runtime.app.settings;

import dev.berth.plugin.EngineException;

/** On or off as Go's flags take it. */
public final class BoolText {
    private BoolText() {}

    /** @throws EngineException.InvalidParameter in the words of Go's strconv.ParseBool */
    public static boolean parse(String text) {
        return switch (text) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default ->
                throw new EngineException.InvalidParameter(
                        "strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        };
    }
}
