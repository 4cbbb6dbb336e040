package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import java.io.IOException;
import java.util.Map;

/** {@code berth create}. */
public final class CreateCommand implements Command {
    @Override
    public Sheet sheet() {
        return new Sheet(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create a new container", 1, -1, true, CreateFlags.and());
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Map<String, Object> body = CreateBody.of(flags, context.environment(), false);
        try {
            context.line(Creation.create(flags, context, body));
        } catch (EngineError refused) {
            throw CliException.plain(1, refused.shown());
        }
        return 0;
    }

    /** Of what the command line itself finds wrong; an engine's refusal is 1. */
    @Override
    public int failureCode() {
        return 125;
    }
}
