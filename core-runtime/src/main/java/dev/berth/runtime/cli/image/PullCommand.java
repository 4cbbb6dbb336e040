package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.io.IOException;

/** {@code berth pull}. */
public final class PullCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] NAME[:TAG|@DIGEST]",
                "Pull an image or a repository from a registry",
                Flag.toggle("quiet", "q", "Suppress verbose output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        ImagePull.pull(context, flags.argument(0));
        context.line(ImagePull.withTag(flags.argument(0)));
        return 0;
    }
}
