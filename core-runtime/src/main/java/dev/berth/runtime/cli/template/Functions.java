package dev.berth.runtime.cli.template;

import dev.berth.runtime.cli.json.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions of Go's templates and those that Docker adds.
 *
 * @see <a href="https://docs.docker.com/engine/cli/formatting/">Docker, format command output</a>
 */
final class Functions {
    static final Set<String> NAMES = Set.of(
            "json",
            "split",
            "join",
            "title",
            "lower",
            "upper",
            "pad",
            "truncate",
            "println",
            "print",
            "printf",
            "len",
            "index",
            "slice",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "and",
            "or",
            "not",
            "table");

    private Functions() {}

    static @Nullable Object call(String name, List<@Nullable Object> given) {
        return switch (name) {
            case "json" -> JsonText.compact(one(name, given));
            case "split" -> Arrays.asList(text(given, 0).split(java.util.regex.Pattern.quote(text(given, 1)), -1));
            case "join" -> String.join(text(given, 1), texts(given.get(0)));
            case "title" -> title(text(given, 0));
            case "lower" -> text(given, 0).toLowerCase(Locale.ROOT);
            case "upper" -> text(given, 0).toUpperCase(Locale.ROOT);
            case "pad" -> " ".repeat(number(given, 1)) + text(given, 0) + " ".repeat(number(given, 2));
            case "truncate" -> truncate(text(given, 0), number(given, 1));
            case "println" -> String.join(" ", texts(given)) + "\n";
            case "print" -> String.join("", texts(given));
            case "printf" -> printf(given);
            case "len" -> size(one(name, given));
            case "index" -> index(given);
            case "slice" -> slice(given);
            case "not" -> !truth(one(name, given));
            case "and" -> and(given);
            case "or" -> or(given);
            default -> compare(name, given);
        };
    }

    /** Go's idea of emptiness: false, 0, nothing, and what has no elements. */
    static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        return value instanceof Map<?, ?> map ? !map.isEmpty() : value != null;
    }

    /** How a value prints. */
    static String show(@Nullable Object value) {
        if (value == null) {
            return "<no value>";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", texts(list)) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            List<String> pairs = new ArrayList<>();
            map.forEach((key, member) -> pairs.add(key + ":" + show(member)));
            pairs.sort(String::compareTo);
            return "map[" + String.join(" ", pairs) + "]";
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    /** True for what is a map of texts in the engine, such as labels: no other object is without any other member. */
    static boolean holdsTexts(Map<?, ?> map) {
        return map.values().stream().allMatch(String.class::isInstance);
    }

    private static @Nullable Object one(String name, List<@Nullable Object> given) {
        if (given.size() != 1) {
            throw new TemplateException("wrong number of args for " + name + ": want 1 got " + given.size());
        }
        return given.get(0);
    }

    private static String text(List<@Nullable Object> given, int place) {
        return place < given.size() ? show(given.get(place)) : "";
    }

    private static int number(List<@Nullable Object> given, int place) {
        return place < given.size() && given.get(place) instanceof Number number ? number.intValue() : 0;
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> texts.add(show(item)));
        }
        return texts;
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder(text);
        for (int at = 0; at < text.length(); at++) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) {
                titled.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            }
        }
        return titled.toString();
    }

    private static String truncate(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static String printf(List<@Nullable Object> given) {
        String shape = text(given, 0).replace("%v", "%s").replace("%q", "\"%s\"");
        Object[] values = given.subList(1, given.size()).stream()
                .map(value -> value instanceof Number ? value : (Object) show(value))
                .toArray();
        try {
            return String.format(Locale.ROOT, shape, values);
        } catch (java.util.IllegalFormatException wrong) {
            throw new TemplateException("error calling printf: " + wrong.getMessage());
        }
    }

    private static Object size(@Nullable Object value) {
        if (value instanceof String text) {
            return (long) text.length();
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return (long) map.size();
        }
        throw new TemplateException("error calling len: len of nil pointer");
    }

    private static @Nullable Object index(List<@Nullable Object> given) {
        Object here = given.get(0);
        for (Object key : given.subList(1, given.size())) {
            if (here instanceof Map<?, ?> map) {
                here = map.containsKey(key) || !holdsTexts(map) ? map.get(key) : "";
            } else if (here instanceof List<?> list && key instanceof Number number) {
                int place = number.intValue();
                if (place < 0 || place >= list.size()) {
                    throw new TemplateException("error calling index: reflect: slice index out of range");
                }
                here = list.get(place);
            } else {
                throw new TemplateException("error calling index: index of untyped nil");
            }
        }
        return here;
    }

    private static Object slice(List<@Nullable Object> given) {
        int from = number(given, 1);
        if (given.get(0) instanceof List<?> list) {
            int to = given.size() > 2 ? number(given, 2) : list.size();
            return list.subList(bound(from, to), bound(to, list.size()));
        }
        String text = text(given, 0);
        int to = given.size() > 2 ? number(given, 2) : text.length();
        return text.substring(bound(from, to), bound(to, text.length()));
    }

    private static int bound(int place, int limit) {
        if (place < 0 || place > limit) {
            throw new TemplateException("error calling slice: index out of range: " + place);
        }
        return place;
    }

    private static @Nullable Object and(List<@Nullable Object> given) {
        return given.stream().filter(value -> !truth(value)).findFirst().orElse(given.get(given.size() - 1));
    }

    private static @Nullable Object or(List<@Nullable Object> given) {
        return given.stream().filter(Functions::truth).findFirst().orElse(given.get(given.size() - 1));
    }

    private static Object compare(String name, List<@Nullable Object> given) {
        if (given.size() < 2) {
            throw new TemplateException("error calling " + name + ": missing argument for comparison");
        }
        if (name.equals("eq")) {
            return given.subList(1, given.size()).stream().anyMatch(other -> same(given.get(0), other));
        }
        if (name.equals("ne")) {
            return !same(given.get(0), given.get(1));
        }
        int order = order(given.get(0), given.get(1));
        return switch (name) {
            case "lt" -> order < 0;
            case "le" -> order <= 0;
            case "gt" -> order > 0;
            case "ge" -> order >= 0;
            default -> throw new TemplateException("function \"" + name + "\" not defined");
        };
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        return left instanceof Number && right instanceof Number
                ? order(left, right) == 0
                : Objects.equals(left, right);
    }

    private static int order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number && right instanceof Number) {
            return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString()));
        }
        return show(left).compareTo(show(right));
    }
}
