package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.io.IOException;

/** {@code berth cp}. */
public final class CopyCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                2,
                "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n[OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
                "Copy files/folders between a container and the local filesystem",
                Flag.toggle("archive", "a", "Archive mode (copy all uid/gid information)"),
                Flag.toggle("follow-link", "L", "Always follow symbol link in SRC_PATH"),
                Flag.toggle("quiet", "q", "Suppress progress output during copy"));
    }

    /** {@code CONTAINER:PATH}, or a local path if the container is empty. */
    private record Place(String container, String path) {
        static Place of(String text) {
            int colon = text.indexOf(':');
            boolean local = colon < 1 || text.startsWith("/") || text.startsWith(".");
            return local ? new Place("", text) : new Place(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Place source = Place.of(flags.argument(0));
        Place target = Place.of(flags.argument(1));
        if (source.path().isEmpty()) {
            throw new CliException(1, "source can not be empty");
        }
        if (target.path().isEmpty()) {
            throw new CliException(1, "destination can not be empty");
        }
        boolean owners = flags.on("archive");
        if (!source.container().isEmpty() && target.container().isEmpty()) {
            new CopyOut(context, source.container(), owners)
                    .copy(source.path(), target.path(), flags.on("follow-link"));
            return 0;
        }
        if (source.container().isEmpty() && !target.container().isEmpty()) {
            new CopyIn(context, target.container(), owners).copy(source.path(), target.path(), flags.on("follow-link"));
            return 0;
        }
        throw new CliException(
                1,
                source.container().isEmpty()
                        ? "must specify at least one container source"
                        : "copying between containers is not supported");
    }
}
