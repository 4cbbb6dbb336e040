package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;

/** {@code berth network rm} and {@code berth volume rm}. */
public final class RemovalCommand implements Command {
    private final String kind;

    /** @param kind {@code network} or {@code volume} */
    public RemovalCommand(String kind) {
        this.kind = kind;
    }

    @Override
    public Sheet sheet() {
        return isOfVolumes()
                ? sheet(
                        "[OPTIONS] VOLUME [VOLUME...]",
                        "Remove one or more volumes. You cannot remove a volume that is in use by a container.",
                        "Force the removal of one or more volumes")
                : sheet(
                        "NETWORK [NETWORK...]",
                        "Remove one or more networks",
                        "Do not error if the network does not exist");
    }

    private static Sheet sheet(String usage, String about, String force) {
        return Sheet.atLeast(1, usage, about, Flag.toggle("force", "f", force));
    }

    @Override
    public int run(Flags flags, Context context) {
        boolean force = flags.on("force");
        Each.Action removal = name -> {
            // the engine itself takes it for done if a volume is gone; networks it cannot be forced to remove
            context.engine().send(Request.delete(kind + "s", name).flag("force", force && isOfVolumes()));
            return name;
        };
        return Each.of(flags.arguments(), context, Each.forced(force, removal, gone -> {}));
    }

    private boolean isOfVolumes() {
        return kind.equals("volume");
    }
}
