package dev.berth.runtime.dockerfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code HEALTHCHECK}'s arguments as Docker's {@code Healthcheck}: times in nanoseconds.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile, HEALTHCHECK</a>
 */
final class HealthcheckParser {
    private static final Map<String, String> DURATIONS = Map.of(
            "interval", "Interval",
            "timeout", "Timeout",
            "start-period", "StartPeriod",
            "start-interval", "StartInterval");
    private static final Set<String> FLAGS = Set.of("interval", "timeout", "start-period", "start-interval", "retries");
    private static final long SHORTEST = 1_000_000;

    private HealthcheckParser() {}

    static ObjectNode parse(Line line) {
        if (line.arguments().isEmpty()) {
            throw InstructionParser.invalid("HEALTHCHECK requires at least one argument");
        }
        FlagSet flags = new FlagSet(line.flags(), FLAGS, Set.of(), Set.of());
        String[] parts = line.arguments().split("\\s+", 2);
        String type = parts[0].toUpperCase(Locale.ROOT);
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode test = json.putArray("Test");
        if (type.equals("NONE")) {
            if (parts.length > 1) {
                throw InstructionParser.invalid("HEALTHCHECK NONE takes no arguments");
            }
            test.add("NONE");
            return json;
        }
        if (!type.equals("CMD")) {
            throw InstructionParser.invalid("Unknown type " + GoQuote.quote(type) + " in HEALTHCHECK (try CMD)");
        }
        command(parts.length > 1 ? parts[1] : "", test);
        DURATIONS.forEach((flag, key) -> flags.text(flag).ifPresent(text -> duration(json, flag, key, text)));
        flags.text("retries").ifPresent(text -> json.put("Retries", retries(text)));
        return json;
    }

    private static void command(String text, ArrayNode test) {
        Optional<List<String>> words = InstructionParser.jsonForm(text);
        if (text.isEmpty() || words.filter(List::isEmpty).isPresent()) {
            throw InstructionParser.invalid("Missing command after HEALTHCHECK CMD");
        }
        test.add(words.isPresent() ? "CMD" : "CMD-SHELL");
        words.orElse(List.of(text)).forEach(test::add);
    }

    private static void duration(ObjectNode json, String flag, String key, String text) {
        long nanoseconds = GoDuration.parse(text);
        if (nanoseconds != 0 && nanoseconds < SHORTEST) {
            throw InstructionParser.invalid("Interval \"" + flag + "\" cannot be less than 1ms");
        }
        if (nanoseconds != 0) {
            json.put(key, nanoseconds);
        }
    }

    private static int retries(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw InstructionParser.invalid("strconv.ParseInt: parsing " + GoQuote.quote(text) + ": invalid syntax");
        }
        int retries = Integer.parseInt(text);
        if (retries < 0) {
            throw InstructionParser.invalid("--retries cannot be negative (" + retries + ")");
        }
        return retries;
    }

    /** As Go prints the value that Docker keeps of it. */
    static String shown(ObjectNode check) {
        return "&{"
                + GoQuote.quote(ImageSettings.texts(check.path("Test")))
                + " " + shownDuration(check, "Interval")
                + " " + shownDuration(check, "Timeout")
                + " " + shownDuration(check, "StartPeriod")
                + " " + GoQuote.quote(check.path("Retries").asInt()) + "}";
    }

    private static String shownDuration(ObjectNode check, String key) {
        return GoQuote.quote(GoDuration.format(check.path(key).asLong()));
    }
}
