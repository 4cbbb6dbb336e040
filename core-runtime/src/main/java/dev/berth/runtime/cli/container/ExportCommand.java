package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.Download;
import java.io.IOException;

/** {@code berth export}. */
public final class ExportCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] CONTAINER",
                "Export a container's filesystem as a tar archive",
                Flag.value("output", "o", "string", "Write to a file, instead of STDOUT"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Download.to(context, flags.text("output"), Request.get("containers", flags.argument(0), "export"));
        return 0;
    }
}
