package dev.berth.runtime.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads words into flags with picocli, and tells its complaints as Docker's command does. */
public final class FlagParser {
    private FlagParser() {}

    /**
     * Reads the words after a command's name.
     *
     * @throws FlagException for a flag that does not exist, lacks its value or has a wrong one
     */
    public static Flags parse(Sheet sheet, List<String> words) {
        // it would warn on stderr of names that begin alike
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
        ParseResult result;
        try {
            result = new CommandLine(spec(sheet))
                    .setStopAtPositional(sheet.verbatim())
                    .setExpandAtFiles(false)
                    .setInterpolateVariables(false)
                    .setOverwrittenOptionsAllowed(true)
                    .setAllowOptionsAsOptionParameters(true)
                    .parseArgs(words.toArray(new String[0]));
        } catch (UnmatchedArgumentException unmatched) {
            throw unknown(unmatched.getUnmatched().get(0), words);
        } catch (MissingParameterException missing) {
            throw needsValue(words.get(words.size() - 1));
        } catch (MaxValuesExceededException valueOfToggle) {
            throw notABoolean(sheet, words);
        } catch (ParameterException wrong) {
            throw new FlagException(String.valueOf(wrong.getMessage()));
        }
        return flags(sheet, result);
    }

    private static Flags flags(Sheet sheet, ParseResult result) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (Flag flag : sheet.flags()) {
            OptionSpec option = result.matchedOption(dashed(flag).get(0));
            if (option != null) {
                given.put(flag.name(), flag.isToggle() ? List.of("true") : List.copyOf(option.stringValues()));
            }
            if (flag.isToggle() && result.hasMatchedOption("--" + flag.name() + "=false")) {
                given.put(flag.name(), List.of("false"));
            }
        }
        List<String> arguments = new ArrayList<>();
        result.matchedPositionals().forEach(positional -> arguments.addAll(positional.stringValues()));
        return new Flags(sheet, given, arguments);
    }

    /** The command with the flags that people type, for shell completion. */
    public static CommandSpec visible(Sheet sheet) {
        CommandSpec spec = CommandSpec.create();
        for (Flag flag : sheet.flags()) {
            spec.addOption(OptionSpec.builder(dashed(flag).toArray(new String[0]))
                    .arity(flag.isToggle() ? "0" : "1")
                    .type(flag.isToggle() ? boolean.class : String.class)
                    .build());
        }
        return spec;
    }

    private static CommandSpec spec(Sheet sheet) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(sheet.about());
        for (Flag flag : sheet.flags()) {
            if (flag.isToggle()) {
                addToggle(spec, flag);
            } else {
                spec.addOption(OptionSpec.builder(dashed(flag).toArray(new String[0]))
                        .description(flag.help())
                        .paramLabel(flag.type())
                        .arity("1")
                        .type(String[].class)
                        .build());
            }
        }
        return spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(String[].class)
                .build());
    }

    /** picocli has no {@code --flag=false} for a flag that joins others in {@code -it}; its texts are names here. */
    private static void addToggle(CommandSpec spec, Flag flag) {
        List<String> on = new ArrayList<>(dashed(flag));
        String[] off = {"--" + flag.name() + "=false", "--" + flag.name() + "=0"};
        on.add("--" + flag.name() + "=true");
        on.add("--" + flag.name() + "=1");
        spec.addOption(OptionSpec.builder(on.toArray(new String[0]))
                .description(flag.help())
                .arity("0")
                .type(boolean.class)
                .build());
        spec.addOption(OptionSpec.builder(off[0], off[1])
                .hidden(true)
                .arity("0")
                .type(boolean.class)
                .build());
    }

    private static List<String> dashed(Flag flag) {
        List<String> names = new ArrayList<>(2);
        if (!flag.name().isEmpty()) {
            names.add("--" + flag.name());
        }
        if (!flag.letter().isEmpty()) {
            names.add("-" + flag.letter());
        }
        return names;
    }

    private static FlagException unknown(String word, List<String> words) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (name.startsWith("--")) {
            return new FlagException("unknown flag: " + name);
        }
        // picocli names the rest of a cluster of letters; the user knows the whole word
        String letter = name.substring(1, Math.min(2, name.length()));
        String whole = words.stream()
                .filter(given -> given.startsWith("-") && !given.startsWith("--") && given.endsWith(word.substring(1)))
                .findFirst()
                .orElse(word);
        return new FlagException("unknown shorthand flag: '" + letter + "' in " + whole);
    }

    private static FlagException needsValue(String word) {
        return new FlagException(
                word.startsWith("--")
                        ? "flag needs an argument: " + word
                        : "flag needs an argument: '" + word.charAt(word.length() - 1) + "' in " + word);
    }

    private static FlagException notABoolean(Sheet sheet, List<String> words) {
        for (String word : words) {
            for (Flag flag : sheet.flags()) {
                if (flag.isToggle() && word.startsWith("--" + flag.name() + "=")) {
                    String value = word.substring(flag.name().length() + 3);
                    return new FlagException(
                            Flags.invalid(flag, value, "strconv.ParseBool: parsing \"" + value + "\": invalid syntax"));
                }
            }
        }
        return new FlagException("invalid argument for a flag that takes none: " + String.join(" ", words));
    }
}
