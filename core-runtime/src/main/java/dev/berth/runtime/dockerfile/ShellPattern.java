package dev.berth.runtime.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shell's patterns with {@code *} and {@code ?}; a backslash takes the next character as it is. */
final class ShellPattern {
    private ShellPattern() {}

    static String withoutPrefix(String value, String pattern, boolean longest) {
        Pattern compiled = Pattern.compile(regex(pattern), Pattern.DOTALL);
        for (int i = 0; i <= value.length(); i++) {
            int cut = longest ? value.length() - i : i;
            if (compiled.matcher(value.substring(0, cut)).matches()) {
                return value.substring(cut);
            }
        }
        return value;
    }

    static String withoutSuffix(String value, String pattern, boolean longest) {
        Pattern compiled = Pattern.compile(regex(pattern), Pattern.DOTALL);
        for (int i = 0; i <= value.length(); i++) {
            int cut = longest ? i : value.length() - i;
            if (compiled.matcher(value.substring(cut)).matches()) {
                return value.substring(0, cut);
            }
        }
        return value;
    }

    static String replace(String value, String pattern, String replacement, boolean all) {
        Matcher matcher = Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(value);
        String literal = Matcher.quoteReplacement(replacement);
        return all ? matcher.replaceAll(literal) : matcher.replaceFirst(literal);
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            }
        }
        return regex.toString();
    }
}
