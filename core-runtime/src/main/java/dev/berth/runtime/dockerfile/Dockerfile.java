package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file cut into instructions, none of which is understood yet.
 *
 * @param lines the instructions
 * @param escape {@code \} or what the directive {@code escape} says
 * @param warnings what is tolerated, in Docker's words
 * @see <a href="https://docs.docker.com/reference/dockerfile/#format">Dockerfile reference, format</a>
 */
public record Dockerfile(List<Line> lines, char escape, List<String> warnings) {
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");

    public Dockerfile {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /**
     * Cuts a file.
     *
     * @throws EngineException.InvalidParameter a directive that cannot be, a here-document without end, no instruction
     */
    public static Dockerfile parse(String text) {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final String[] source;
        private final List<Line> lines = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private char escape = '\\';
        private int at;

        Reader(String text) {
            String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
            this.source = plain.split("\r?\n", -1);
        }

        Dockerfile read() {
            directives();
            while (at < source.length) {
                instruction();
            }
            if (lines.isEmpty()) {
                throw new EngineException.InvalidParameter("file with no instructions");
            }
            return new Dockerfile(lines, escape, warnings);
        }

        /** They are only read before anything else; an unknown one is a comment and ends them. */
        private void directives() {
            boolean escapeSeen = false;
            for (String line : source) {
                Matcher directive = DIRECTIVE.matcher(line.strip());
                if (!directive.matches()) {
                    return;
                }
                String name = directive.group(1).toLowerCase(Locale.ROOT);
                if (name.equals("escape")) {
                    if (escapeSeen) {
                        throw new EngineException.InvalidParameter("only one escape parser directive can be used");
                    }
                    escapeSeen = true;
                    escape = escape(directive.group(2));
                } else if (!name.equals("syntax") && !name.equals("check")) {
                    return;
                }
            }
        }

        private static char escape(String value) {
            if (!value.equals("\\") && !value.equals("`")) {
                throw new EngineException.InvalidParameter(
                        "invalid escape token '" + value + "' does not match ` or \\");
            }
            return value.charAt(0);
        }

        private void instruction() {
            int number = at + 1;
            String first = source[at].stripLeading();
            at++;
            if (first.startsWith("#") || first.isBlank()) {
                return;
            }
            StringBuilder joined = new StringBuilder();
            boolean more = append(joined, first);
            boolean gap = false;
            while (more && at < source.length) {
                String next = source[at++];
                if (next.isBlank()) {
                    gap |= at < source.length;
                } else if (!next.stripLeading().startsWith("#")) {
                    more = append(joined, next);
                }
            }
            if (gap) {
                warnings.add("Empty continuation line found in:\n    " + joined);
            }
            if (!joined.toString().isBlank()) {
                add(LineParser.parse(number, joined.toString(), escape));
            }
        }

        /** @return true if the line goes on in the next */
        private boolean append(StringBuilder joined, String line) {
            String end = line.stripTrailing();
            boolean goesOn = end.endsWith(String.valueOf(escape))
                    && !end.endsWith(String.valueOf(escape).repeat(2));
            joined.append(goesOn ? end.substring(0, end.length() - 1) : line);
            return goesOn;
        }

        private void add(Line line) {
            List<Heredoc> documents = new ArrayList<>();
            for (Heredoc begun : LineParser.heredocs(line, escape)) {
                documents.add(begun.with(content(begun, line)));
            }
            lines.add(line.with(documents));
        }

        private String content(Heredoc heredoc, Line line) {
            StringBuilder content = new StringBuilder();
            while (at < source.length) {
                String next = source[at++];
                if (heredoc.endsAt(next)) {
                    return content.toString();
                }
                content.append(next).append('\n');
            }
            throw error(line, "unterminated heredoc");
        }
    }

    /** A failure at a line, in Docker's form. */
    static EngineException error(Line line, String message) {
        return new EngineException.InvalidParameter("dockerfile parse error line " + line.number() + ": " + message);
    }

    /** The one instruction of a text, as {@code ONBUILD} keeps them. */
    static Optional<Line> single(String text) {
        List<Line> lines = parse(text).lines();
        return lines.size() == 1 ? Optional.of(lines.get(0)) : Optional.empty();
    }
}
