package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** {@code berth wait}. */
public final class WaitCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1, "CONTAINER [CONTAINER...]", "Block until one or more containers stop, then print their exit codes");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        return Each.of(
                flags.arguments(),
                context,
                name -> context.engine()
                        .call(Request.post("containers", name, "wait"))
                        .at("StatusCode")
                        .text());
    }
}
