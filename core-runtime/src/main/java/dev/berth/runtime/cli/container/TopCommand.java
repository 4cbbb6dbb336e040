package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Table;
import java.io.IOException;

/** {@code berth top}. */
public final class TopCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(1, "CONTAINER [ps OPTIONS]", "Display the running processes of a container")
                .takingTheRest();
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String options =
                String.join(" ", flags.arguments().subList(1, flags.arguments().size()));
        JsonValue processes = context.engine()
                .call(Request.get("containers", flags.argument(0), "top").given("ps_args", options));
        Table table = new Table(20, processes.at("Titles").texts().toArray(new String[0]));
        processes.at("Processes").items().forEach(process -> table.add(process.texts()));
        context.out().print(table.text());
        return 0;
    }
}
