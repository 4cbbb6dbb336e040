package dev.berth.runtime.spec;

import dev.berth.plugin.EngineException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of Docker's filter {@code until}. */
public final class UntilText {
    private static final Pattern GO_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    private UntilText() {}

    /**
     * The moment that is meant: RFC 3339, a day, seconds since the epoch, or a Go duration before {@code now}.
     *
     * @throws EngineException.InvalidParameter it is none of these
     */
    public static Instant parse(String text, Instant now) {
        if (text.matches("(" + GO_DURATION + ")+")) {
            return now.minus(duration(text));
        }
        try {
            if (text.matches("\\d{1,12}(\\.\\d+)?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
            }
            return OffsetDateTime.parse(text.matches("\\d{4}-\\d\\d-\\d\\d") ? text + "T00:00:00Z" : text)
                    .toInstant();
        } catch (DateTimeException bad) {
            throw new EngineException.InvalidParameter("invalid filter 'until=[" + text + "]'", bad);
        }
    }

    private static Duration duration(String text) {
        Matcher part = GO_DURATION.matcher(text);
        Duration whole = Duration.ZERO;
        while (part.find()) {
            long millis = switch (part.group(2)) {
                case "h" -> 3_600_000;
                case "m" -> 60_000;
                case "s" -> 1_000;
                default -> 1;
            };
            whole = whole.plus(Duration.ofMillis((long) (Double.parseDouble(part.group(1)) * millis)));
        }
        return whole;
    }
}
