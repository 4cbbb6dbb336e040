package dev.berth.runtime.cli.demo;

import dev.berth.runtime.cli.Cli;
import dev.berth.runtime.cli.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Where the demo is played: each command is shown with its output and its time. */
final class Stage {
    private static final int LINES_SHOWN = 12;

    private final Context context;
    private int commands;

    Stage(Context context) {
        this.context = context;
    }

    /** Begins a part. */
    void part(String title) {
        line("");
        line("== " + title);
    }

    /** Says something about what follows. */
    void say(String text) {
        line("");
        line("-- " + text);
    }

    /** Shows a line. */
    void line(String text) {
        context.out().print(text + "\n");
        context.out().flush();
    }

    /** Commands played so far. */
    int commands() {
        return commands;
    }

    /** Plays a command; words are the text's, at single spaces. */
    Outcome play(String text) {
        return play(List.of(text.split(" ")));
    }

    /** Plays a command. */
    Outcome play(List<String> words) {
        return play(words, new byte[0]);
    }

    /** Plays a command with input. */
    Outcome play(List<String> words, byte[] input) {
        String shown =
                "berth " + String.join(" ", words.stream().map(Stage::quoted).toList());
        line("$ " + shown);
        long begin = System.nanoTime();
        Outcome outcome = run(shown, words, new ByteArrayInputStream(input));
        commands++;
        show(outcome.out());
        show(outcome.err());
        line(String.format(
                Locale.ROOT,
                "  [%d ms%s]",
                (System.nanoTime() - begin) / 1_000_000,
                outcome.code() == 0 ? "" : ", exit status " + outcome.code()));
        return outcome;
    }

    /** Runs a command without showing it. */
    Outcome quietly(List<String> words) {
        return run("berth " + String.join(" ", words), words, InputStream.nullInputStream());
    }

    private Outcome run(String shown, List<String> words, InputStream in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Cli cli = new Cli(
                context.environment(),
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        int code = cli.run(words);
        return new Outcome(shown, code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void show(String text) {
        List<String> lines = text.lines().toList();
        lines.stream().limit(LINES_SHOWN).forEach(shown -> line("  " + shown));
        if (lines.size() > LINES_SHOWN) {
            line("  ... " + (lines.size() - LINES_SHOWN) + " more lines");
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word + "'";
    }
}
