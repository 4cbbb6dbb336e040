package dev.berth.runtime.volume;

import java.util.Set;

/** True and false as Docker's command and filters have them, which is as Go has them. */
final class GoBool {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private GoBool() {}

    static boolean isOne(String text) {
        return TRUE.contains(text) || FALSE.contains(text);
    }

    /** False also for what is neither. */
    static boolean isTrue(String text) {
        return TRUE.contains(text);
    }
}
