package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
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
                Flag.toggle("all-tags", "a", "Download all tagged images in the repository"),
                Flag.value("platform", "", "string", "Set platform if server is multi-platform capable"),
                Flag.toggle("quiet", "q", "Suppress verbose output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String name = flags.argument(0);
        boolean all = flags.on("all-tags");
        String full = all ? name : ImagePull.withTag(name);
        if (all && ImagePull.withTag(name).equals(name)) {
            throw new CliException(1, "tag can't be used with --all-tags/-a");
        }
        if (!all && !full.equals(name) && !flags.on("quiet")) {
            context.line("Using default tag: latest");
        }
        Progress.show(context, ImagePull.request(context, full, flags.text("platform")), flags.on("quiet"));
        context.line(full);
        return 0;
    }
}
