package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times as the API has them: {@code SECONDS[.NANOSECONDS]} in parameters, RFC 3339 in output. */
final class Timestamps {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int NANO_DIGITS = 9;

    private Timestamps() {}

    /**
     * Reads a parameter; empty and {@code 0} say nothing.
     *
     * @throws EngineException.InvalidParameter it is no time
     */
    static Optional<Instant> parse(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.empty();
        }
        int point = text.indexOf('.');
        String seconds = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        try {
            String nanos = (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds), Long.parseLong(nanos)));
        } catch (NumberFormatException | DateTimeException invalid) {
            return Optional.of(rfc3339(text, invalid));
        }
    }

    private static Instant rfc3339(String text, RuntimeException notSeconds) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException invalid) {
            notSeconds.addSuppressed(invalid);
            throw new EngineException.InvalidParameter(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax", notSeconds);
        }
    }

    /** With nine digits after the point, as log lines have them. */
    static String fixed(Instant time) {
        return FIXED.format(time);
    }
}
