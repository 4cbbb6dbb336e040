package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.io.InputStream;

/** {@code berth load}. */
public final class LoadCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Load an image from a tar archive or STDIN",
                Flag.value("input", "i", "string", "Read from tar archive file, instead of STDIN"),
                Flag.toggle("quiet", "q", "Suppress the load output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String file = flags.text("input");
        if (file.isEmpty() && System.console() != null) {
            throw new CliException(1, "requested load from stdin, but stdin is empty");
        }
        try (InputStream in = ImportCommand.source(file.isEmpty() ? "-" : file, context)) {
            Progress.show(
                    context,
                    Request.post("images", "load")
                            .flag("quiet", flags.on("quiet"))
                            .body(Progress.counted(context, in)),
                    false);
        }
        return 0;
    }
}
