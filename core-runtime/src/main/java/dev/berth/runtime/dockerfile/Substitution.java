package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces variables in a word and takes its quotes off: {@code $X}, <code>${X}</code>, and with {@code :-}, {@code -},
 * {@code :+}, {@code +}, {@code :?}, {@code ?}, {@code #}, {@code ##}, {@code %}, {@code %%}, {@code /} and {@code //}
 * after the name. Nothing is replaced in single quotes.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#environment-replacement">Dockerfile, variables</a>
 */
public final class Substitution {
    private static final String SPECIAL = "@*#?-$!0";

    private final String text;
    private final Map<String, String> variables;
    private final char escape;
    private final boolean quotes;
    private final Words words = new Words();
    private int at;

    private Substitution(String text, Map<String, String> variables, char escape, boolean quotes) {
        this.text = text;
        this.variables = variables;
        this.escape = escape;
        this.quotes = quotes;
    }

    /**
     * The word with its variables replaced, spaces kept.
     *
     * @throws EngineException.InvalidParameter a quote or brace is not closed, or a variable that must be set is not
     */
    public static String word(String text, Map<String, String> variables, char escape) {
        return new Substitution(text, variables, escape, true).process();
    }

    /** The words that the text becomes: what a variable holds is parted at its spaces, what is quoted is not. */
    public static List<String> words(String text, Map<String, String> variables, char escape) {
        Substitution substitution = new Substitution(text, variables, escape, true);
        substitution.process();
        return substitution.words.all();
    }

    /** A here-document's text: variables are replaced, quotes are ordinary characters, only a dollar can be escaped. */
    static String unquoted(String text, Map<String, String> variables, char escape) {
        return new Substitution(text, variables, escape, false).process();
    }

    private String process() {
        try {
            return until(Optional.empty());
        } catch (Problem problem) {
            throw new EngineException.InvalidParameter(
                    "failed to process " + GoQuote.quote(text) + ": " + problem.getMessage(), problem);
        }
    }

    /** Reads on to the closing brace, or to the end. */
    private String until(Optional<Character> stop) throws Problem {
        StringBuilder result = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (stop.isPresent() && c == stop.get()) {
                at++;
                return result.toString();
            }
            result.append(piece(c, stop.isEmpty()));
        }
        if (stop.isPresent()) {
            throw new Problem("syntax error: missing '}'");
        }
        return result.toString();
    }

    private String piece(char c, boolean outer) throws Problem {
        boolean ordinary = c != '$' && (quotes ? c != escape && c != '\'' && c != '"' : c != escape || !beforeDollar());
        if (ordinary) {
            at++;
            words.addSplit(String.valueOf(c), outer);
            return String.valueOf(c);
        }
        String piece;
        switch (c) {
            case '\'' -> piece = singleQuoted();
            case '"' -> piece = doubleQuoted();
            case '$' -> {
                piece = variable();
                words.addSplit(piece, outer);
                return piece;
            }
            default -> piece = escaped();
        }
        words.addWhole(piece, outer);
        return piece;
    }

    private boolean beforeDollar() {
        return at + 1 < text.length() && (text.charAt(at + 1) == '$' || text.charAt(at + 1) == escape);
    }

    private String escaped() {
        at++;
        if (at == text.length()) {
            return "";
        }
        return String.valueOf(text.charAt(at++));
    }

    private String singleQuoted() throws Problem {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new Problem("unexpected end of statement while looking for matching single-quote");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private String doubleQuoted() throws Problem {
        StringBuilder result = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return result.toString();
            }
            if (c == '$') {
                result.append(variable());
                continue;
            }
            if (c == escape && at + 1 < text.length() && "\"$".indexOf(text.charAt(at + 1)) < 0) {
                at += text.charAt(at + 1) == escape ? 1 : 0;
            } else if (c == escape) {
                at++;
            }
            if (at < text.length()) {
                result.append(text.charAt(at++));
            }
        }
        throw new Problem("unexpected end of statement while looking for matching double-quote");
    }

    private String variable() throws Problem {
        at++;
        if (at >= text.length() || text.charAt(at) != '{') {
            String name = name();
            return name.isEmpty() ? "$" : variables.getOrDefault(name, "");
        }
        at++;
        if (at == text.length()) {
            throw new Problem("syntax error: missing '}'");
        }
        if ("{}:".indexOf(text.charAt(at)) >= 0) {
            throw new Problem("syntax error: bad substitution");
        }
        String name = name();
        if (at == text.length()) {
            throw new Problem("syntax error: missing '}'");
        }
        char operator = text.charAt(at++);
        Optional<String> value = Optional.ofNullable(variables.get(name));
        return switch (operator) {
            case '}' -> value.orElse("");
            case ':' -> withDefault(name, value.filter(set -> !set.isEmpty()), next(), "is not allowed to be empty");
            case '-', '+', '?' -> withDefault(name, value, operator, "is not allowed to be unset");
            case '#', '%' -> cut(value.orElse(""), operator);
            case '/' -> replaced(value.orElse(""));
            default -> throw new Problem("unsupported modifier (" + operator + ") in substitution");
        };
    }

    private char next() throws Problem {
        if (at == text.length()) {
            throw new Problem("syntax error: missing '}'");
        }
        return text.charAt(at++);
    }

    private String withDefault(String name, Optional<String> value, char modifier, String complaint) throws Problem {
        if ("-+?".indexOf(modifier) < 0) {
            throw new Problem("unsupported modifier (" + modifier + ") in substitution");
        }
        String word = until(Optional.of('}'));
        if (modifier == '+') {
            return value.isPresent() ? word : "";
        }
        if (modifier == '?' && value.isEmpty()) {
            String reason = variables.containsKey(name) ? complaint : "is not allowed to be unset";
            throw new Problem(name + ": " + (word.isEmpty() ? reason : word));
        }
        return value.orElse(word);
    }

    private String cut(String value, char side) throws Problem {
        boolean longest = at < text.length() && text.charAt(at) == side;
        at += longest ? 1 : 0;
        String pattern = until(Optional.of('}'));
        return side == '#'
                ? ShellPattern.withoutPrefix(value, pattern, longest)
                : ShellPattern.withoutSuffix(value, pattern, longest);
    }

    private String replaced(String value) throws Problem {
        boolean all = at < text.length() && text.charAt(at) == '/';
        at += all ? 1 : 0;
        String pattern = until(Optional.of('/'));
        return ShellPattern.replace(value, pattern, until(Optional.of('}')), all);
    }

    private String name() {
        int start = at;
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }
        if (at < text.length() && SPECIAL.indexOf(text.charAt(at)) >= 0) {
            at++;
            return text.substring(start, at);
        }
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    /** What is wrong with the text. */
    private static final class Problem extends Exception {
        private static final long serialVersionUID = 1;

        Problem(String message) {
            super(message);
        }
    }

    /** Parts the result; pieces within braces are part of what the braces become and are not counted. */
    private static final class Words {
        private final List<String> done = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();

        void addSplit(String piece, boolean outer) {
            for (int i = 0; outer && i < piece.length(); i++) {
                if (Character.isWhitespace(piece.charAt(i))) {
                    end();
                } else {
                    word.append(piece.charAt(i));
                }
            }
        }

        void addWhole(String piece, boolean outer) {
            if (outer) {
                word.append(piece);
            }
        }

        private void end() {
            if (!word.isEmpty()) {
                done.add(word.toString());
                word.setLength(0);
            }
        }

        List<String> all() {
            end();
            return done;
        }
    }
}
