package dev.berth.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How a command is called.
 *
 * @param usage what follows its name, {@code [OPTIONS] CONTAINER}
 * @param about one sentence without a full stop
 * @param least fewest arguments
 * @param most most arguments; negative for any number
 * @param verbatim true if everything after the first argument belongs to somebody else ({@code run}, {@code exec})
 * @param flags in the order of help
 */
public record Sheet(String usage, String about, int least, int most, boolean verbatim, List<Flag> flags) {
    public Sheet {
        flags = List.copyOf(flags);
    }

    /** A command with exactly {@code count} arguments. */
    public static Sheet exactly(int count, String usage, String about, Flag... flags) {
        return new Sheet(usage, about, count, count, false, List.of(flags));
    }

    /** A command with {@code least} to {@code most} arguments. */
    public static Sheet between(int least, int most, String usage, String about, Flag... flags) {
        return new Sheet(usage, about, least, most, false, List.of(flags));
    }

    /** A command with {@code count} arguments or more. */
    public static Sheet atLeast(int count, String usage, String about, Flag... flags) {
        return new Sheet(usage, about, count, -1, false, List.of(flags));
    }

    /** The same, with everything after the first argument left alone. */
    public Sheet takingTheRest() {
        return new Sheet(usage, about, least, most, true, flags);
    }

    /** The same, with {@code --help}. */
    Sheet withHelp() {
        List<Flag> all = new ArrayList<>(flags);
        all.add(Flag.toggle("help", "", "Print usage"));
        return new Sheet(usage, about, least, most, verbatim, all);
    }

    /**
     * What is wrong with this number of arguments, in Docker's words; empty if nothing is.
     *
     * @param path the command's words
     */
    String complaint(String path, int given) {
        if (given >= least && (most < 0 || given <= most)) {
            return "";
        }
        if (least == 0 && most == 0) {
            return "\"" + path + "\" accepts no arguments.";
        }
        if (least == most) {
            return "\"" + path + "\" requires exactly " + counted(least) + ".";
        }
        if (most < 0) {
            return "\"" + path + "\" requires at least " + counted(least) + ".";
        }
        return least == 0
                ? "\"" + path + "\" requires at most " + counted(most) + "."
                : "\"" + path + "\" requires at least " + least + " and at most " + counted(most) + ".";
    }

    private static String counted(int count) {
        return count + (count == 1 ? " argument" : " arguments");
    }
}
