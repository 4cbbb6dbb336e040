package dev.berth.runtime.app.settings;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.runtime.spec.ByteSize;
import dev.berth.runtime.spec.GoBool;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values of directives as flag text, read as their types. Reading a value that does not fit throws
 * {@code invalid argument "x" for "--flag" flag: why}.
 */
final class SettingValues {
    private final Map<String, List<String>> given;

    /** @param given values by {@link Directive#name()} */
    SettingValues(Map<String, List<String>> given) {
        this.given = Map.copyOf(given);
    }

    String text(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? directive(name).fallback() : values.get(values.size() - 1);
    }

    Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    boolean flag(String name) {
        return read(name, text(name), GoBool::parse);
    }

    int number(String name) {
        return read(name, text(name), SettingValues::integer);
    }

    /** A whole number from {@code least} to {@code most}. */
    int between(String name, int least, int most) {
        int number = number(name);
        if (number < least || number > most) {
            throw invalid(name, text(name), "must be between " + least + " and " + most);
        }
        return number;
    }

    /** A whole number above zero. */
    int positive(String name) {
        int number = number(name);
        if (number < 1) {
            throw invalid(name, text(name), "must be greater than 0");
        }
        return number;
    }

    long bytes(String name) {
        return read(name, text(name), ByteSize::parse);
    }

    Optional<InetAddress> address(String name) {
        return optional(name).map(text -> read(name, text, Cidr::parseAddress));
    }

    Optional<Cidr> cidr(String name) {
        return optional(name).map(text -> read(name, text, Cidr::parse));
    }

    List<String> list(String name) {
        return List.copyOf(given.getOrDefault(name, List.of()));
    }

    List<InetAddress> addresses(String name) {
        return list(name).stream()
                .map(text -> read(name, text, Cidr::parseAddress))
                .toList();
    }

    Map<String, String> map(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list(name)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw invalid(name, pair, "invalid key=value: " + pair);
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return Map.copyOf(pairs);
    }

    <T> List<T> each(String name, Function<String, T> reader) {
        List<T> values = new ArrayList<>();
        for (String text : list(name)) {
            values.add(read(name, text, reader));
        }
        return List.copyOf(values);
    }

    /** Reads {@code base=CIDR,size=N}. */
    static DefaultAddressPool pool(String text) {
        String base = "";
        String size = "";
        for (String field : text.split(",", -1)) {
            if (field.startsWith("base=")) {
                base = field.substring(5);
            } else if (field.startsWith("size=")) {
                size = field.substring(5);
            } else {
                throw new EngineException.InvalidParameter(
                        "invalid field '" + field + "' must be a key=value pair of base and size");
            }
        }
        try {
            return new DefaultAddressPool(Cidr.parse(base), integer(size));
        } catch (IllegalArgumentException outOfRange) {
            throw new EngineException.InvalidParameter(String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }

    private <T> T read(String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (EngineException.InvalidParameter why) {
            throw invalid(name, text, String.valueOf(why.getMessage()));
        }
    }

    private static EngineException.InvalidParameter invalid(String name, String text, String why) {
        Directive directive = directive(name);
        String shown = directive.letter().isEmpty()
                ? "--" + directive.flag()
                : "-" + directive.letter() + ", --" + directive.flag();
        return new EngineException.InvalidParameter(
                "invalid argument \"" + text + "\" for \"" + shown + "\" flag: " + why);
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax", notANumber);
        }
    }

    private static Directive directive(String name) {
        return Directive.all().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no such directive: " + name));
    }
}
