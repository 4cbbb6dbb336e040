package dev.berth.plugin.volume.backup;

import java.time.Duration;
import java.util.Optional;

/** Holds up all who may write to the volumes of a backup. */
@FunctionalInterface
public interface WriterFreeze {
    /**
     * Runs {@code cut} while they are held up, for a bounded time.
     *
     * @return how it went; what {@code cut} throws is thrown after they have been let go
     */
    Outcome during(Runnable cut);

    /** Whether nobody who may write has run since this was made: what was read since then needs no second look. */
    default boolean wasIdle() {
        return false;
    }

    /**
     * How it went.
     *
     * @param writers how many were held up; 0 if there are none
     * @param frozen for how long
     * @param broken why they were not held up until the end; empty if they were
     */
    record Outcome(int writers, Duration frozen, Optional<String> broken) {
        /** Nobody wrote. */
        public static final Outcome IDLE = new Outcome(0, Duration.ZERO, Optional.empty());
    }
}
