package dev.berth.runtime.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts an instruction into keyword, flags and arguments. */
final class LineParser {
    private static final Set<String> WITH_HEREDOCS = Set.of("RUN", "COPY", "ADD");

    private LineParser() {}

    static Line parse(int number, String text, char escape) {
        String[] parts = text.strip().split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        List<String> flags = new ArrayList<>();
        int at = 0;
        while (rest.startsWith("--", at)) {
            int end = endOfWord(rest, at, escape);
            String word = rest.substring(at, end);
            at = end;
            while (at < rest.length() && Character.isWhitespace(rest.charAt(at))) {
                at++;
            }
            if (word.equals("--")) {
                break;
            }
            flags.add(unquoted(word, escape));
        }
        return new Line(number, text.strip(), parts[0].toUpperCase(Locale.ROOT), flags, rest.substring(at), List.of());
    }

    /** Here-documents that the instruction begins, without their contents. */
    static List<Heredoc> heredocs(Line line, char escape) {
        String owner = line.keyword().equals("ONBUILD")
                ? line.arguments().split("\\s+", 2)[0].toUpperCase(Locale.ROOT)
                : line.keyword();
        if (!WITH_HEREDOCS.contains(owner) || !line.arguments().contains("<<")) {
            return List.of();
        }
        return words(line.arguments(), escape).stream()
                .flatMap(word -> Heredoc.of(word).stream())
                .toList();
    }

    /** The words of a text; quotes part no words and stay, as does what is escaped. */
    static List<String> words(String text, char escape) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            int end = endOfWord(text, at, escape);
            String word = text.substring(at, end);
            // An escape at the very end stands for nothing.
            boolean dangling = end == text.length() && word.endsWith(String.valueOf(escape)) && !escaped(word, escape);
            String kept = dangling ? word.substring(0, word.length() - 1) : word;
            if (!kept.isEmpty()) {
                words.add(kept);
            }
            at = end;
        }
        return words;
    }

    private static boolean escaped(String word, char escape) {
        int count = 0;
        for (int i = word.length() - 1; i >= 0 && word.charAt(i) == escape; i--) {
            count++;
        }
        return count % 2 == 0;
    }

    private static int endOfWord(String text, int from, char escape) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && quote != '\'') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquoted(String word, char escape) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == escape && quote != '\'' && i + 1 < word.length()) {
                i++;
                plain.append(word.charAt(i));
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
