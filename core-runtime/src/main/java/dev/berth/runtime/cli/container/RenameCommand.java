package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
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
        context.engine()
                .send(Request.post("containers", flags.argument(0), "rename").with("name", flags.argument(1)));
        return 0;
    }
}
