package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;

/** What {@code docker wait} waits for. */
public enum WaitCondition {
    /** It does not run; at once if it does not run now. */
    NOT_RUNNING,
    /** The next exit, even if it does not run now. */
    NEXT_EXIT,
    /** It is gone. */
    REMOVED;

    /**
     * Reads the API's word; empty is {@code not-running}.
     *
     * @throws EngineException.InvalidParameter it is none of them
     */
    public static WaitCondition parse(String word) {
        return switch (word) {
            case "", "not-running" -> NOT_RUNNING;
            case "next-exit" -> NEXT_EXIT;
            case "removed" -> REMOVED;
            default -> throw new EngineException.InvalidParameter("invalid condition: \"" + word + "\"");
        };
    }
}
