package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code HEALTHCHECK}'s arguments as an image's {@code Healthcheck}: times in nanoseconds.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile, HEALTHCHECK</a>
 */
final class HealthcheckInstruction {
    private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=(\\S+)\\s*");
    private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, String> DURATION_KEYS = Map.of(
            "interval", "Interval",
            "timeout", "Timeout",
            "start-period", "StartPeriod",
            "start-interval", "StartInterval");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final long SHORTEST = 1_000_000;

    private HealthcheckInstruction() {}

    /** @throws EngineException.InvalidParameter it is no health check */
    static ObjectNode parse(String arguments) {
        ObjectNode json = Json.mapper().createObjectNode();
        Matcher option = OPTION.matcher(arguments);
        int at = 0;
        while (option.region(at, arguments.length()).lookingAt()) {
            option(json, option.group(1), option.group(2));
            at = option.end();
        }
        String[] parts = arguments.substring(at).split("\\s+", 2);
        String type = parts[0].toUpperCase(Locale.ROOT);
        if (type.equals("NONE") && parts.length == 1) {
            json.putArray("Test").add("NONE");
            return json;
        }
        if (!type.equals("CMD")) {
            throw new EngineException.InvalidParameter("Unknown type \"" + parts[0] + "\" in HEALTHCHECK (try CMD)");
        }
        if (parts.length < 2) {
            throw new EngineException.InvalidParameter("Missing command after HEALTHCHECK CMD");
        }
        ArrayNode test = json.putArray("Test");
        Optional<List<String>> words = Changes.jsonForm(parts[1]);
        if (words.isPresent()) {
            test.add("CMD");
            words.get().forEach(test::add);
        } else {
            test.add("CMD-SHELL").add(parts[1]);
        }
        return json;
    }

    private static void option(ObjectNode json, String name, String value) {
        if (name.equals("retries")) {
            if (!value.matches("[0-9]{1,9}")) {
                throw new EngineException.InvalidParameter("invalid --retries of HEALTHCHECK: " + value);
            }
            json.put("Retries", Integer.parseInt(value));
            return;
        }
        String key = DURATION_KEYS.get(name);
        if (key == null) {
            throw new EngineException.InvalidParameter("Unknown flag: " + name);
        }
        json.put(key, nanoseconds(name, value));
    }

    private static long nanoseconds(String name, String value) {
        if (!DURATION.matcher(value).matches() && !value.equals("0")) {
            throw new EngineException.InvalidParameter("time: invalid duration \"" + value + "\"");
        }
        double total = 0;
        Matcher part = DURATION_PART.matcher(value);
        while (part.find()) {
            total += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0L);
        }
        long nanoseconds = (long) total;
        if (nanoseconds != 0 && nanoseconds < SHORTEST) {
            throw new EngineException.InvalidParameter("Interval \"" + name + "\" cannot be less than 1ms");
        }
        return nanoseconds;
    }
}
