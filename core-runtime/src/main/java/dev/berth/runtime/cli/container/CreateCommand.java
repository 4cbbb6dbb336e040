package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.io.IOException;

/** {@code berth create}. */
public final class CreateCommand implements Command {
    @Override
    public Sheet sheet() {
        return new Sheet(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create a new container", 1, -1, true, CreateFlags.and());
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        context.line(Creation.create(flags, context, CreateBody.of(flags, context.environment(), false)));
        return 0;
    }

    @Override
    public int failureCode() {
        return 125;
    }
}
