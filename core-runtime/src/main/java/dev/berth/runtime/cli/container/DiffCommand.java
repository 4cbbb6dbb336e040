package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.util.List;

/** {@code berth diff}. */
public final class DiffCommand implements Command {
    private static final List<String> KINDS = List.of("C", "A", "D");

    @Override
    public Sheet sheet() {
        return Sheet.exactly(1, "CONTAINER", "Inspect changes to files or directories on a container's filesystem");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        JsonValue changes = context.engine().call(Request.get("containers", flags.argument(0), "changes"));
        for (JsonValue change : changes.items()) {
            int kind = (int) change.at("Kind").number();
            context.line(KINDS.get(kind) + " " + change.at("Path").text());
        }
        return 0;
    }
}
