package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** {@code berth rename}. */
public final class RenameCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(2, "CONTAINER NEW_NAME", "Rename a container");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String from = flags.argument(0).strip();
        String to = flags.argument(1).strip();
        if (from.isEmpty() || to.isEmpty()) {
            throw new CliException(1, "Error: Neither old nor new names may be empty");
        }
        try {
            context.engine().send(Request.post("containers", from, "rename").with("name", to));
        } catch (EngineError refused) {
            throw new CliException(1, refused.shown() + "\nError: failed to rename container named " + from);
        }
        return 0;
    }
}
