package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1m30s}. */
public final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", SECOND,
            "m", 60 * SECOND,
            "h", 3600 * SECOND);

    private GoDuration() {}

    /** Nanoseconds. @throws EngineException.InvalidParameter it is none */
    static long parse(String text) {
        if (!WHOLE.matcher(text).matches() && !text.equals("0")) {
            throw new EngineException.InvalidParameter("time: invalid duration " + GoQuote.quote(text));
        }
        double total = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            total += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0L);
        }
        return (long) total;
    }

    /** The text of nanoseconds. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < SECOND) {
            String[] units = {"ns", "µs", "ms"};
            int unit = nanos < 1000 ? 0 : nanos < 1_000_000 ? 1 : 2;
            return decimal(nanos, (long) Math.pow(1000, unit)) + units[unit];
        }
        long minutes = nanos / (60 * SECOND);
        String seconds = decimal(nanos % (60 * SECOND), SECOND) + "s";
        String smaller = minutes == 0 ? seconds : minutes % 60 + "m" + seconds;
        return minutes < 60 ? smaller : minutes / 60 + "h" + smaller;
    }

    private static String decimal(long value, long unit) {
        return java.math.BigDecimal.valueOf(value)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
