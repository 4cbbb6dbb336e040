package dev.berth.runtime.dockerfile;

import java.util.List;

/**
 * One instruction as it is written, continuation lines joined.
 *
 * @param number of its first line in the file, from 1
 * @param text all of it
 * @param keyword in upper case
 * @param flags words that begin with {@code --}, before the arguments
 * @param arguments the rest
 * @param heredocs in their order
 */
public record Line(
        int number, String text, String keyword, List<String> flags, String arguments, List<Heredoc> heredocs) {
    public Line {
        flags = List.copyOf(flags);
        heredocs = List.copyOf(heredocs);
    }

    /** Where it is, for the end of a message: {@code (Dockerfile line 2: RUN x)}. */
    public String place(String file) {
        return "(" + file + " line " + number + ": " + text.lines().findFirst().orElse("") + ")";
    }

    /** The same with here-documents. */
    Line with(List<Heredoc> documents) {
        return new Line(number, text, keyword, flags, arguments, documents);
    }
}
