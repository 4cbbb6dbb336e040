package dev.berth.runtime.spec;

import dev.berth.plugin.EngineException;
import java.util.Set;

/**
 * True and false as Docker's command, files and filters have them, which is as Go has them.
 *
 * @see <a href="https://pkg.go.dev/strconv#ParseBool">strconv.ParseBool</a>
 */
public final class GoBool {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private GoBool() {}

    /** Whether it is one of the texts. */
    public static boolean isOne(String text) {
        return TRUE.contains(text) || FALSE.contains(text);
    }

    /** False also for what is neither. */
    public static boolean isTrue(String text) {
        return TRUE.contains(text);
    }

    /** @throws EngineException.InvalidParameter in Go's words if it is neither */
    public static boolean parse(String text) {
        if (!isOne(text)) {
            throw new EngineException.InvalidParameter("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        }
        return isTrue(text);
    }
}
