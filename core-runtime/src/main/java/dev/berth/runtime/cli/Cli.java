package dev.berth.runtime.cli;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.http.EngineAddress;
import dev.berth.runtime.cli.http.EngineClient;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.system.VersionCommand;
import dev.berth.runtime.spec.ApiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line: finds the command, runs it and tells how it went. */
public final class Cli {
    private static final Sheet GLOBAL = Sheet.atLeast(
                    0,
                    "[OPTIONS] COMMAND",
                    "A container engine for one host in which everything that joins containers is a plugin",
                    Flag.value("config", "", "string", "Accepted as Docker's; unused"),
                    Flag.value("context", "c", "string", "Accepted as Docker's; unused"),
                    Flag.toggle("debug", "D", "Accepted as Docker's; unused"),
                    Flag.list("host", "H", "Daemon socket to connect to (overrides BERTH_HOST and DOCKER_HOST)"),
                    Flag.value("log-level", "l", "string", "Accepted as Docker's; unused"),
                    Flag.toggle("version", "v", "Print version information and quit"),
                    Flag.toggle("help", "", "Print usage"))
            .takingTheRest();

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    public Cli(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs one command line.
     *
     * @param words after the program's name
     * @return what the process exits with
     */
    public int run(List<String> words) {
        try {
            return dispatch(words);
        } catch (FlagException wrong) {
            return complain(125, wrong.text() + "\nSee 'berth --help'.");
        } catch (CliException failure) {
            return complain(failure.exitCode(), failure.text());
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int dispatch(List<String> words) {
        Flags global = FlagParser.parse(GLOBAL, words);
        if (global.on("version")) {
            out.print(VersionCommand.line() + "\n");
            return 0;
        }
        List<String> rest = global.arguments();
        if (rest.isEmpty() || global.on("help")) {
            out.print(Overview.all(GLOBAL));
            return 0;
        }
        if (rest.get(0).equals("help")) {
            rest = append(rest.subList(1, rest.size()), "--help");
        }
        Optional<Found> found = find(rest);
        if (found.isEmpty()) {
            return group(rest);
        }
        EngineAddress address = EngineAddress.choose(global.text("host"), environment);
        Context context = new Context(new EngineClient(address, chosenVersion()), environment, in, out, err);
        return execute(found.get(), context);
    }

    /** The API version that the user insists on. */
    private Optional<ApiVersion> chosenVersion() {
        String named = environment.getOrDefault("DOCKER_API_VERSION", "");
        try {
            return named.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ApiVersion.parse(named.startsWith("v") ? named.substring(1) : named));
        } catch (EngineException.InvalidParameter wrong) {
            throw new CliException(1, "DOCKER_API_VERSION: " + wrong.getMessage());
        }
    }

    private record Found(String path, Command command, List<String> words) {}

    private static Optional<Found> find(List<String> words) {
        for (int length = Math.min(2, words.size()); length > 0; length--) {
            String path = String.join(" ", words.subList(0, length));
            Optional<Command> command = Commands.find(path);
            if (command.isPresent()) {
                return Optional.of(new Found("berth " + path, command.get(), words.subList(length, words.size())));
            }
        }
        return Optional.empty();
    }

    private int group(List<String> words) {
        String name = words.get(0);
        if (Overview.isGroup(name)) {
            boolean asked = words.size() == 1 || words.get(1).equals("--help");
            if (asked) {
                out.print(Overview.group(name));
                return 0;
            }
            return complain(
                    1,
                    "berth: unknown command: berth " + name + " " + words.get(1) + "\nSee 'berth " + name
                            + " --help'.");
        }
        if (name.equals("--help")) {
            out.print(Overview.all(GLOBAL));
            return 0;
        }
        return complain(1, "berth: '" + name + "' is not a berth command.\nSee 'berth --help'");
    }

    private int execute(Found found, Context context) {
        Command command = found.command();
        Sheet sheet = command.sheet();
        String hint = "\nSee '" + found.path() + " --help'.";
        try {
            Flags flags = FlagParser.parse(sheet.withHelp(), found.words());
            if (flags.on("help")) {
                out.print(HelpText.of(found.path(), sheet));
                return 0;
            }
            String complaint = sheet.complaint(found.path(), flags.arguments().size());
            if (!complaint.isEmpty()) {
                return complain(1, complaint + hint + "\n\n" + HelpText.brief(found.path(), sheet));
            }
            requireServed(sheet, flags, context);
            return command.run(flags, context);
        } catch (FlagException wrong) {
            return complain(125, wrong.text() + hint);
        } catch (EngineError refused) {
            return failure(command, refused.shown(), hint);
        } catch (CliException failure) {
            boolean ours = failure.exitCode() == 1 && !failure.isPlain();
            return ours ? failure(command, failure.text(), hint) : complain(failure.exitCode(), failure.text());
        } catch (IOException broken) {
            return failure(command, "error during connect: " + reason(broken), hint);
        }
    }

    /** Refuses, in Docker's words, a flag that an older engine would take no notice of. */
    private static void requireServed(Sheet sheet, Flags flags, Context context) throws IOException {
        for (Flag flag : sheet.flags()) {
            // not equals: what a record compares by is a class made on the way, of which ps is to make none
            boolean everywhere = flag.since().compareTo(ApiVersion.OLDEST) <= 0;
            if (everywhere || !flags.has(flag.name())) {
                continue;
            }
            ApiVersion spoken = context.engine().version();
            if (spoken.compareTo(flag.since()) < 0) {
                throw CliException.plain(
                        1,
                        "\"--" + flag.name() + "\" requires API version " + flag.since()
                                + ", but the Docker daemon API version is " + spoken);
            }
        }
    }

    /** Docker's run and create say their own name and end with a full stop. */
    private int failure(Command command, String text, String hint) {
        return command.failureCode() == 125
                ? complain(125, "berth: " + text + "." + hint)
                : complain(command.failureCode(), text);
    }

    private static String reason(IOException broken) {
        String message = broken.getMessage();
        return message == null ? broken.getClass().getSimpleName() : message;
    }

    private int complain(int exitCode, String text) {
        out.flush();
        if (!text.isEmpty()) {
            err.print(text + "\n");
        }
        return exitCode;
    }

    private static List<String> append(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }
}
