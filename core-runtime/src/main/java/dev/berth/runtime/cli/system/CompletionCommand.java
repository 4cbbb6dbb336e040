package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Commands;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.FlagParser;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.util.HashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code berth completion}: a script that makes bash or zsh complete commands and flags. */
public final class CompletionCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(1, "bash|zsh", "Generate the autocompletion script for the specified shell");
    }

    @Override
    public int run(Flags flags, Context context) {
        String shell = flags.argument(0);
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new CliException(1, "invalid shell: " + shell + ": bash and zsh are supported");
        }
        context.out().print(AutoComplete.bash("berth", tree()));
        return 0;
    }

    private static CommandLine tree() {
        CommandLine root = new CommandLine(CommandSpec.create());
        Map<String, CommandLine> groups = new HashMap<>();
        for (String path : Commands.names()) {
            Command command = Commands.find(path).orElseThrow();
            int space = path.indexOf(' ');
            CommandLine parent = root;
            if (space > 0) {
                parent = groups.computeIfAbsent(path.substring(0, space), name -> {
                    root.addSubcommand(name, new CommandLine(CommandSpec.create()));
                    return root.getSubcommands().get(name);
                });
            }
            parent.addSubcommand(path.substring(space + 1), FlagParser.visible(command.sheet()));
        }
        return root;
    }
}
