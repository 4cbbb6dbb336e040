package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of {@code .dockerignore} and {@code --exclude}: {@code *}, {@code ?}, {@code [a-z]}, {@code **} for any number
 * of directories, {@code !} for what is to stay after all; the last that matches decides.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">.dockerignore files</a>
 */
public final class PathPatterns {
    private final List<Rule> rules;

    private record Rule(boolean stays, Pattern pattern) {}

    private PathPatterns(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads patterns, one a text.
     *
     * @throws EngineException.InvalidParameter one that cannot be
     */
    public static PathPatterns of(List<String> texts) {
        List<Rule> rules = new ArrayList<>();
        for (String text : texts) {
            String stripped = text.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            boolean stays = stripped.startsWith("!");
            String pattern = clean(stays ? stripped.substring(1).strip() : stripped);
            if (stays && pattern.isEmpty()) {
                throw new EngineException.InvalidParameter("illegal exclusion pattern: \"!\"");
            }
            rules.add(new Rule(stays, compile(pattern)));
        }
        return new PathPatterns(rules);
    }

    /** Reads a file of them: empty lines and those that begin with {@code #} are passed over. */
    public static PathPatterns ofFile(String content) {
        String plain = content.startsWith("\ufeff") ? content.substring(1) : content;
        return of(plain.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** True if something in a directory that matches may stay. */
    public boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::stays);
    }

    /** True if the path, or a directory that it is in, is matched and not taken back. @param path relative, clean */
    public boolean matches(String path) {
        boolean matched = false;
        for (Rule rule : rules) {
            if (rule.stays() == matched && matchesOrParent(rule.pattern(), path)) {
                matched = !rule.stays();
            }
        }
        return matched;
    }

    private static boolean matchesOrParent(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /** As Go's filepath.Clean, without a slash in front. */
    private static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** One of Go's filepath.Match patterns with {@code **} besides. */
    static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && pattern.startsWith("**", i)) {
                i++;
                boolean slash = pattern.startsWith("/", i + 1);
                i += slash ? 1 : 0;
                regex.append(i + 1 == pattern.length() ? ".*" : "(?:.*/)?");
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                int end = pattern.indexOf(']', i + 1);
                if (end < 0) {
                    throw new EngineException.InvalidParameter("syntax error in pattern");
                }
                regex.append(pattern, i, end + 1);
                i = end;
            } else {
                i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException wrong) {
            throw new EngineException.InvalidParameter("syntax error in pattern", wrong);
        }
    }

    /** A single pattern without {@code **}, as {@code COPY} takes them: {@code *} stops at slashes. */
    public static Pattern glob(String pattern) {
        return compile(pattern.replace("**", "*"));
    }

    /** True if the text is more than a plain path. */
    public static boolean isGlob(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if ("*?[".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
