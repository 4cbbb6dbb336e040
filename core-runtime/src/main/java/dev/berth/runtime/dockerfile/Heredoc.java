package dev.berth.runtime.dockerfile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A here-document of an instruction.
 *
 * @param name its mark, without quotes; the name of the file where {@code COPY} makes one of it
 * @param expand true if variables in it are replaced: its mark has no quotes
 * @param chomp true for {@code <<-}: leading tabs are taken off
 * @param content with its line feeds
 */
public record Heredoc(String name, boolean expand, boolean chomp, String content) {
    private static final Pattern WORD = Pattern.compile("(\\d*)<<(-?)\\s*(['\"]?)([A-Za-z_][\\w.-]*)\\3");

    /** What {@code word} begins, without content yet; empty if it is no {@code <<MARK}. */
    static Optional<Heredoc> of(String word) {
        Matcher matcher = WORD.matcher(word);
        return matcher.matches()
                ? Optional.of(new Heredoc(
                        matcher.group(4),
                        matcher.group(3).isEmpty(),
                        !matcher.group(2).isEmpty(),
                        ""))
                : Optional.empty();
    }

    /** The same with content. */
    Heredoc with(String text) {
        return new Heredoc(name, expand, chomp, text);
    }

    /** True if this line, without its line feed, ends it. */
    boolean endsAt(String line) {
        return (chomp ? line.replaceFirst("^\t+", "") : line).equals(name);
    }

    /** The content as a file has it: without leading tabs if they are to go. */
    public String text() {
        return chomp ? content.replaceAll("(?m)^\t+", "") : content;
    }
}
