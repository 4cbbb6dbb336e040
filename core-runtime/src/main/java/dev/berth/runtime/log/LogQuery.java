package dev.berth.runtime.log;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a log is wanted.
 *
 * @param tail number of newest lines to begin with, -1 for all
 * @param follow goes on with what is written later, until the container ends
 */
public record LogQuery(
        boolean stdout, boolean stderr, Instant since, Optional<Instant> until, int tail, boolean follow) {
    /** The whole log as it is now. */
    public static final LogQuery ALL = new LogQuery(true, true, Instant.MIN, Optional.empty(), -1, false);

    boolean wants(LogEntry entry) {
        boolean stream = entry.stream() == LogStream.STDOUT ? stdout : stderr;
        return stream && !entry.time().isBefore(since);
    }

    boolean isPast(LogEntry entry) {
        return until.filter(end -> entry.time().isAfter(end)).isPresent();
    }
}
