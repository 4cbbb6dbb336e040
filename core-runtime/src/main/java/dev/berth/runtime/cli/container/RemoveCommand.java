package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** {@code berth rm}. */
public final class RemoveCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Remove one or more containers",
                Flag.toggle("force", "f", "Force the removal of a running container (uses SIGKILL)"),
                Flag.toggle("link", "l", "Remove the specified link"),
                Flag.toggle("volumes", "v", "Remove anonymous volumes associated with the container"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Each.Action removal = name -> {
            context.engine()
                    .send(Request.delete("containers", name.startsWith("/") ? name.substring(1) : name)
                            .flag("force", flags.on("force"))
                            .flag("link", flags.on("link"))
                            .flag("v", flags.on("volumes")));
            return name;
        };
        return Each.of(flags.arguments(), context, Each.forced(flags.on("force"), removal, context::tell));
    }
}
