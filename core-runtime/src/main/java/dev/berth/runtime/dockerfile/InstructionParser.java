package dev.berth.runtime.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Instruction.CommandLine;
import dev.berth.runtime.dockerfile.Instruction.Pair;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Understands lines. Its complaints are Docker's. */
public final class InstructionParser {
    private final Line line;
    private final char escape;

    private InstructionParser(Line line, char escape) {
        this.line = line;
        this.escape = escape;
    }

    /**
     * What a line asks for.
     *
     * @throws EngineException.InvalidParameter it is no instruction; the message has the line's number
     */
    public static Instruction parse(Line line, char escape) {
        try {
            return new InstructionParser(line, escape).parse();
        } catch (EngineException.InvalidParameter wrong) {
            throw Dockerfile.error(line, String.valueOf(wrong.getMessage()));
        }
    }

    /** What a line asks for; its complaints do not tell the line. */
    static Instruction parseAlone(Line line, char escape) {
        return new InstructionParser(line, escape).parse();
    }

    private Instruction parse() {
        return switch (line.keyword()) {
            case "FROM" -> from();
            case "ARG" -> arg();
            case "ENV" -> new Instruction.Env(unflagged(this::pairs));
            case "LABEL" -> new Instruction.Label(unflagged(this::pairs), false);
            case "MAINTAINER" -> new Instruction.Maintainer(unflagged(this::one));
            case "RUN" -> run();
            case "COPY", "ADD" -> copy();
            case "EXPOSE" ->
                new Instruction.Expose(
                        unflagged(this::atLeastOne).stream().sorted().toList());
            case "VOLUME" -> new Instruction.Volume(unflagged(this::volumes));
            case "USER" -> new Instruction.User(unflagged(this::one));
            case "WORKDIR" -> new Instruction.Workdir(unflagged(this::one));
            case "CMD" -> new Instruction.Cmd(unflagged(this::commandLine));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(unflagged(this::commandLine));
            case "SHELL" -> new Instruction.Shell(unflagged(this::shell));
            case "STOPSIGNAL" -> new Instruction.StopSignal(unflagged(this::one));
            case "HEALTHCHECK" -> new Instruction.Healthcheck(HealthcheckParser.parse(line));
            case "ONBUILD" -> new Instruction.OnBuild(unflagged(this::trigger));
            default -> throw invalid("unknown instruction: " + line.keyword());
        };
    }

    private <T> T unflagged(Function<String, T> reader) {
        FlagSet.none(line.flags());
        return reader.apply(line.arguments());
    }

    private Instruction from() {
        FlagSet flags = new FlagSet(line.flags(), Set.of("platform"), Set.of(), Set.of());
        List<String> words = splitAtSpaces(line.arguments());
        if (words.size() == 3 && words.get(1).equalsIgnoreCase("as")) {
            String name = words.get(2).toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z][a-z0-9_.-]*")) {
                throw invalid("invalid name for build stage: \"" + words.get(2)
                        + "\", name can't start with a number or contain symbols");
            }
            return new Instruction.From(words.get(0), Optional.of(name), flags.text("platform"));
        }
        if (words.size() != 1) {
            throw invalid("FROM requires either one or three arguments");
        }
        return new Instruction.From(words.get(0), Optional.empty(), flags.text("platform"));
    }

    private Instruction arg() {
        List<Pair> pairs = new ArrayList<>();
        for (String word : LineParser.words(line.arguments(), escape)) {
            int equals = word.indexOf('=');
            if (equals == 0) {
                throw invalid("ARG names can not be blank");
            }
            pairs.add(equals < 0 ? new Pair(word, Optional.empty()) : pair(word, equals));
        }
        if (pairs.isEmpty()) {
            throw invalid("ARG requires at least one argument");
        }
        return new Instruction.Arg(pairs);
    }

    private static Pair pair(String word, int equals) {
        return new Pair(word.substring(0, equals), Optional.of(word.substring(equals + 1)));
    }

    /** {@code a=b c=d}, or the old form {@code a b}. */
    private List<Pair> pairs(String arguments) {
        List<String> words = LineParser.words(arguments, escape);
        if (words.isEmpty()) {
            throw invalid(line.keyword() + " requires at least one argument");
        }
        if (words.get(0).indexOf('=') < 0) {
            String[] parts = arguments.split("\\s+", 2);
            if (parts.length < 2) {
                throw invalid(line.keyword() + " must have two arguments");
            }
            return List.of(new Pair(parts[0], Optional.of(parts[1])));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw invalid(
                        "Syntax error - can't find = in " + GoQuote.quote(word) + ". Must be of the form: name=value");
            }
            if (equals == 0) {
                throw invalid(line.keyword() + " names can not be blank");
            }
            pairs.add(pair(word, equals));
        }
        return pairs;
    }

    private String one(String arguments) {
        if (arguments.isEmpty()) {
            throw invalid(line.keyword() + " requires exactly one argument");
        }
        return arguments;
    }

    private List<String> atLeastOne(String arguments) {
        if (arguments.isEmpty()) {
            throw invalid(line.keyword() + " requires at least one argument");
        }
        return splitAtSpaces(arguments);
    }

    private List<String> volumes(String arguments) {
        List<String> paths = jsonForm(arguments).orElseGet(() -> atLeastOne(arguments)).stream()
                .map(String::strip)
                .toList();
        if (paths.isEmpty()) {
            throw invalid("VOLUME requires at least one argument");
        }
        if (paths.contains("")) {
            throw invalid("VOLUME specified can not be an empty string");
        }
        return paths;
    }

    private Instruction run() {
        FlagSet flags = new FlagSet(line.flags(), Set.of("mount", "network", "security"), Set.of(), Set.of("mount"));
        if (flags.text("security").filter(mode -> !mode.equals("sandbox")).isPresent()) {
            throw invalid("RUN --security is not supported: every step runs as a container does by default");
        }
        return new Instruction.Run(commandLine(line.arguments()), flags.list("mount"), flags.text("network"));
    }

    private Instruction copy() {
        boolean add = line.keyword().equals("ADD");
        FlagSet flags = new FlagSet(
                line.flags(),
                add ? Set.of("chown", "chmod", "checksum", "exclude") : Set.of("chown", "chmod", "from", "exclude"),
                Set.of("link"),
                Set.of("exclude"));
        List<String> words = jsonForm(line.arguments()).orElseGet(() -> splitAtSpaces(line.arguments()));
        if (words.size() < 2) {
            throw invalid(line.keyword() + " requires at least two arguments, but only one was provided."
                    + " Destination could not be determined");
        }
        String destination = words.get(words.size() - 1);
        if (!line.heredocs().isEmpty() && Heredoc.of(destination).isPresent()) {
            throw invalid(line.keyword() + " cannot accept a heredoc as a destination");
        }
        List<String> sources = words.subList(0, words.size() - 1).stream()
                .filter(word -> line.heredocs().isEmpty() || Heredoc.of(word).isEmpty())
                .toList();
        return new Instruction.Copy(
                add,
                sources,
                line.heredocs(),
                destination,
                flags.text("from"),
                flags.text("chown"),
                flags.text("chmod"),
                flags.on("link"),
                flags.list("exclude"),
                flags.text("checksum"));
    }

    private CommandLine commandLine(String arguments) {
        return jsonForm(arguments)
                .map(words -> new CommandLine(words, false, line.heredocs()))
                .orElseGet(() ->
                        new CommandLine(arguments.isEmpty() ? List.of() : List.of(arguments), true, line.heredocs()));
    }

    private List<String> shell(String arguments) {
        if (arguments.isEmpty()) {
            throw invalid("SHELL requires at least one argument");
        }
        List<String> words =
                jsonForm(arguments).orElseThrow(() -> invalid("SHELL requires the arguments to be in JSON form"));
        if (words.isEmpty()) {
            throw invalid("SHELL requires at least one argument");
        }
        return words;
    }

    private String trigger(String arguments) {
        if (arguments.isEmpty()) {
            throw invalid("ONBUILD requires at least one argument");
        }
        String keyword = arguments.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (keyword.equals("ONBUILD")) {
            throw invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (keyword.equals("FROM") || keyword.equals("MAINTAINER")) {
            throw invalid(keyword + " isn't allowed as an ONBUILD trigger");
        }
        StringBuilder whole = new StringBuilder(arguments);
        line.heredocs()
                .forEach(document ->
                        whole.append('\n').append(document.content()).append(document.name()));
        return whole.toString();
    }

    /** The words of {@code ["a", "b"]}; what is no JSON is in shell form. */
    static Optional<List<String>> jsonForm(String arguments) {
        if (!arguments.startsWith("[")) {
            return Optional.empty();
        }
        JsonNode tree;
        try {
            tree = Json.mapper().readTree(arguments);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : tree) {
            if (!word.isTextual()) {
                throw invalid("when using JSON array syntax, arrays must be comprised of strings only");
            }
            words.add(word.asText());
        }
        return Optional.of(words);
    }

    private static List<String> splitAtSpaces(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
    }

    static EngineException.InvalidParameter invalid(String message) {
        return new EngineException.InvalidParameter(message);
    }
}
