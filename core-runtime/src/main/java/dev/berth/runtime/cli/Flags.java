package dev.berth.runtime.cli;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ByteSize;
import dev.berth.runtime.spec.GoBool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a command was given. A flag that the command does not have is a mistake of ours and throws. */
public final class Flags {
    private final Sheet sheet;
    private final Map<String, List<String>> given;
    private final List<String> arguments;

    Flags(Sheet sheet, Map<String, List<String>> given, List<String> arguments) {
        this.sheet = sheet;
        this.given = Map.copyOf(given);
        this.arguments = List.copyOf(arguments);
    }

    /** Arguments that are no flags. */
    public List<String> arguments() {
        return arguments;
    }

    /** The argument at this place; empty if there are fewer. */
    public String argument(int place) {
        return place < arguments.size() ? arguments.get(place) : "";
    }

    /** True if the flag was given. */
    public boolean has(String name) {
        return given.containsKey(flag(name).name());
    }

    /** True if an on-off flag is on. */
    public boolean on(String name) {
        return read(name, GoBool::parse);
    }

    /** The value given last, or the default. */
    public String text(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? flag(name).fallback() : values.get(values.size() - 1);
    }

    /** The value if it is not empty. */
    public Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /** Every value given. */
    public List<String> list(String name) {
        return flag(name).name().isEmpty() ? List.of() : given.getOrDefault(name, List.of());
    }

    /** Every value, those with commas split. */
    public List<String> commaList(String name) {
        List<String> values = new ArrayList<>();
        for (String value : list(name)) {
            values.addAll(List.of(value.split(",")));
        }
        return values;
    }

    /** {@code key=value} texts as a map; a key without {@code =} has an empty value. */
    public Map<String, String> map(String name) {
        return pairs(list(name));
    }

    /** A whole number. */
    public long number(String name) {
        return text(name).isEmpty() ? 0 : read(name, Flags::integer);
    }

    /** A size in bytes; -1 is taken too where Docker means unlimited by it. */
    public long bytes(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : text.equals("-1") ? -1 : read(name, ByteSize::parse);
    }

    /** The value read by a function; what it throws is told as Docker tells it. */
    public <T> T read(String name, Function<String, T> reader) {
        return parse(name, text(name), reader);
    }

    /** Every value read by a function. */
    public <T> List<T> each(String name, Function<String, T> reader) {
        List<T> values = new ArrayList<>();
        for (String value : list(name)) {
            values.add(parse(name, value, reader));
        }
        return values;
    }

    /** {@code name=value} filters by name. */
    public Map<String, List<String>> filters(String name) {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        for (String filter : list(name)) {
            int equals = filter.indexOf('=');
            if (equals < 1) {
                throw new CliException(125, invalid(flag(name), filter, "bad format of filter (expected name=value)"));
            }
            filters.computeIfAbsent(filter.substring(0, equals).trim(), key -> new ArrayList<>())
                    .add(filter.substring(equals + 1).trim());
        }
        return filters;
    }

    /** Texts split at their first {@code =}. */
    public static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            pairs.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
        }
        return pairs;
    }

    /** Everything given by long name, for a command that passes it on. */
    public Map<String, List<String>> all() {
        return given;
    }

    private <T> T parse(String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (EngineException wrong) {
            throw new FlagException(invalid(flag(name), text, String.valueOf(wrong.getMessage())));
        }
    }

    static String invalid(Flag flag, String text, String why) {
        return "invalid argument \"" + text + "\" for \"" + flag.shown() + "\" flag: " + why;
    }

    private static long integer(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax", notANumber);
        }
    }

    private Flag flag(String name) {
        for (Flag flag : sheet.flags()) {
            if (flag.name().equals(name)) {
                return flag;
            }
        }
        throw new IllegalStateException("no such flag: " + name);
    }
}
