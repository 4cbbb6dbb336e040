package dev.berth.runtime.cli;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.container.GoDuration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as flags take them and the engine gives them. */
public final class Times {
    private static final DateTimeFormatter GO = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

    private Times() {}

    /** The instant of RFC 3339 text; the epoch if it is none or Go's zero time. */
    public static Instant parse(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.getEpochSecond() < 0 ? Instant.EPOCH : instant;
        } catch (DateTimeParseException notATime) {
            return Instant.EPOCH;
        }
    }

    /** {@code 2026-11-28 20:33:00 +0000 UTC}, as Go prints a time. */
    public static String go(Instant instant, ZoneId zone) {
        return GO.format(instant.atZone(zone));
    }

    /**
     * A flag's time as the API takes it: seconds with a fraction.
     *
     * @param text seconds since the epoch, RFC 3339, a local date and time, or a duration before now; may be empty
     */
    public static String timestamp(String text, Instant now, ZoneId zone) {
        if (text.isEmpty() || text.matches("\\d+(\\.\\d+)?")) {
            return text;
        }
        try {
            return seconds(now.minusNanos(GoDuration.nanos(text)));
        } catch (EngineException.InvalidParameter notADuration) {
            return seconds(moment(text, zone));
        }
    }

    private static Instant moment(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException withoutZone) {
            String whole = text.matches("\\d{4}-\\d\\d-\\d\\d") ? text + "T00:00:00" : text;
            try {
                return LocalDateTime.parse(whole).atZone(zone).toInstant();
            } catch (DateTimeParseException wrong) {
                throw new CliException(1, "failed to parse value as time or duration: \"" + text + "\"");
            }
        }
    }

    private static String seconds(Instant instant) {
        return instant.getEpochSecond() + "." + String.format(Locale.ROOT, "%09d", instant.getNano());
    }
}
