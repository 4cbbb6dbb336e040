package dev.berth.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/** Help in the form of Docker's command, 80 columns wide. */
final class HelpText {
    private static final int WIDTH = 80;

    private HelpText() {}

    /** Help of one command. */
    static String of(String path, Sheet sheet) {
        StringBuilder text = new StringBuilder(512);
        for (String usage : sheet.usage().split("\n", -1)) {
            text.append(text.length() == 0 ? "\nUsage:  " : "\n\t").append((path + " " + usage).strip());
        }
        text.append("\n\n").append(sheet.about()).append('\n');
        if (!sheet.flags().isEmpty()) {
            text.append("\nOptions:\n");
            options(text, sheet.flags());
        }
        return text.toString();
    }

    /** Usage and purpose only, as follows a complaint about arguments. */
    static String brief(String path, Sheet sheet) {
        return "Usage:  " + (path + " " + sheet.usage().replace("\n", "\n\t" + path + " ")).strip() + "\n\n"
                + sheet.about();
    }

    static void options(StringBuilder text, List<Flag> flags) {
        int left = flags.stream().mapToInt(flag -> name(flag).length()).max().orElse(0) + 3;
        for (Flag flag : flags) {
            String name = name(flag);
            text.append(name).append(" ".repeat(left - name.length()));
            List<String> lines = wrap(help(flag), Math.max(24, WIDTH - left));
            text.append(String.join("\n" + " ".repeat(left), lines)).append('\n');
        }
    }

    private static String name(Flag flag) {
        String letter = flag.letter().isEmpty()
                ? "      "
                : "  -" + flag.letter() + (flag.name().isEmpty() ? "" : ", ");
        String name = flag.name().isEmpty() ? "" : "--" + flag.name();
        return letter + name + (flag.isToggle() ? "" : " " + flag.type());
    }

    private static String help(Flag flag) {
        boolean shown = flag.isToggle()
                ? flag.fallback().equals("true")
                : !flag.fallback().isEmpty();
        if (!shown) {
            return flag.help();
        }
        boolean bare = flag.isToggle() || flag.type().equals("int");
        return flag.help() + " (default " + (bare ? flag.fallback() : "\"" + flag.fallback() + "\"") + ")";
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
