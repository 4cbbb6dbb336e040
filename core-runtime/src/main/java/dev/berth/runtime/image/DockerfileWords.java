package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits an instruction's arguments as a Dockerfile does: single and double quotes, backslashes, and variables of the
 * environment as {@code $X}, <code>${X}</code>, <code>${X:-default}</code> and <code>${X:+alternative}</code>, but not
 * in single quotes.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#environment-replacement">Dockerfile, variables</a>
 */
final class DockerfileWords {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?::([-+])([^}]*))?\\})");

    private final String text;
    private final Map<String, String> environment;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private DockerfileWords(String text, Map<String, String> environment) {
        this.text = text;
        this.environment = environment;
    }

    /** @throws EngineException.InvalidParameter a quote is not closed */
    static List<String> split(String text, Map<String, String> environment) {
        return new DockerfileWords(text, environment).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t' -> endWord();
                case '\'', '"' -> quoted(c);
                case '\\' -> escaped();
                case '$' -> variable();
                default -> plain(c);
            }
        }
        endWord();
        return words;
    }

    private void plain(char c) {
        word.append(c);
        inWord = true;
        at++;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
        at++;
    }

    private void escaped() {
        at++;
        if (at < text.length()) {
            plain(text.charAt(at));
        }
    }

    private void quoted(char quote) {
        int start = at++;
        inWord = true;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean literal = quote == '\'';
            boolean escape = !literal
                    && text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && "\"\\$".indexOf(text.charAt(at + 1)) >= 0;
            if (escape) {
                escaped();
            } else if (!literal && text.charAt(at) == '$') {
                variable();
            } else {
                plain(text.charAt(at));
            }
        }
        if (at == text.length()) {
            throw new EngineException.InvalidParameter("unexpected end of statement while looking for matching "
                    + (quote == '"' ? "double" : "single") + "-quote: " + text.substring(start));
        }
        at++;
    }

    private void variable() {
        Matcher matcher = VARIABLE.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            plain('$');
            return;
        }
        boolean bare = matcher.group(1) != null;
        String value = environment.getOrDefault(bare ? matcher.group(1) : matcher.group(2), "");
        if ("-".equals(matcher.group(3)) && value.isEmpty() || "+".equals(matcher.group(3)) && !value.isEmpty()) {
            value = matcher.group(4);
        }
        word.append(value);
        inWord |= !value.isEmpty();
        at = matcher.end();
    }
}
