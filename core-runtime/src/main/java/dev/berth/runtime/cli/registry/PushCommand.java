package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.image.Progress;
import dev.berth.runtime.cli.image.Reference;
import java.io.IOException;

/** {@code berth push}. */
public final class PushCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] NAME[:TAG]",
                "Push an image or a repository to a registry",
                Flag.toggle("all-tags", "a", "Push all tags of an image to the repository"),
                Flag.toggle("quiet", "q", "Suppress verbose output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Reference reference = Reference.of(flags.argument(0));
        boolean all = flags.on("all-tags");
        if (all && !reference.tag().isEmpty()) {
            throw new CliException(1, "tag can't be used with --all-tags/-a");
        }
        String tag = all ? "" : reference.tag().isEmpty() ? "latest" : reference.tag();
        if (!all && reference.tag().isEmpty() && !flags.on("quiet")) {
            context.line("Using default tag: latest");
        }
        Request request = Request.post("images", reference.repository(), "push")
                .given("tag", tag)
                .header("X-Registry-Auth", LoginStore.header(reference.repository(), context.environment()));
        Progress.show(context, request, flags.on("quiet"));
        if (flags.on("quiet")) {
            context.line(reference.repository() + (tag.isEmpty() ? "" : ":" + tag));
        }
        return 0;
    }
}
