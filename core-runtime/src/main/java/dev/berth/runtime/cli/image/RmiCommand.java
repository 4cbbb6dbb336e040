package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** {@code berth rmi}. */
public final class RmiCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] IMAGE [IMAGE...]",
                "Remove one or more images",
                Flag.toggle("force", "f", "Force removal of the image"),
                Flag.toggle("no-prune", "", "Do not delete untagged parents"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Each.Action removal = name -> String.join(
                "\n",
                RmiLines.of(context.engine()
                        .call(Request.delete("images", name)
                                .flag("force", flags.on("force"))
                                .flag("noprune", flags.on("no-prune")))));
        return Each.of(flags.arguments(), context, Each.forced(flags.on("force"), removal, context::tell));
    }
}
