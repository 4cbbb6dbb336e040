package dev.berth.runtime.backup;

import dev.berth.plugin.EngineException.InvalidParameter;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done about a volume that is there already.
 *
 * @param inPlace true: it gets the new data
 * @param freeze for how long at the most the running containers that have it may be frozen before the exchange begins;
 *     empty: it is refused while there are any
 */
public record Replacement(boolean inPlace, Optional<Duration> freeze) {
    /** Nothing that is there is replaced. */
    public static final Replacement REFUSED = new Replacement(false, Optional.empty());

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public Replacement {
        if (freeze.isPresent() && !inPlace) {
            throw new InvalidParameter("restore: containers are frozen only to replace data in place");
        }
        if (freeze.isPresent()
                && (freeze.get().isNegative()
                        || freeze.get().isZero()
                        || freeze.get().compareTo(LONGEST) > 0)) {
            throw new InvalidParameter(
                    "restore: containers can be frozen for up to " + LONGEST.toSeconds() + " seconds");
        }
    }

    /** In place if nobody uses it, or not at all. */
    public static Replacement of(boolean inPlace) {
        return new Replacement(inPlace, Optional.empty());
    }

    boolean isRefused() {
        return !inPlace;
    }
}
