package dev.berth.runtime.dockerfile;

import java.util.List;
import java.util.stream.Collectors;

/** Go's {@code %q}, in which Docker writes what an instruction did into an image's history. */
public final class GoQuote {
    private GoQuote() {}

    /** A text in double quotes. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(escaped(c, '"')));
        return quoted.append('"').toString();
    }

    /** A list, {@code ["a" "b"]}. */
    public static String quote(List<String> texts) {
        return texts.stream().map(GoQuote::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /** A number as the character that it is, <code>'&#92;x03'</code>. */
    static String quote(int number) {
        return "'" + escaped(number, '\'') + "'";
    }

    private static String escaped(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case 7 -> "\\a";
            case 11 -> "\\v";
            case '\\' -> "\\\\";
            default ->
                c == quote ? "\\" + quote : c < ' ' || c == 127 ? String.format("\\x%02x", c) : Character.toString(c);
        };
    }
}
