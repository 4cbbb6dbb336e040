package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Columns;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth link add}, {@code rm} and {@code ls}: links of containers that exist. */
public final class LinkCommands {
    private LinkCommands() {}

    /** {@code berth link add}. */
    public static Command add() {
        return Command.of(
                Sheet.exactly(2, "CONTAINER TARGET[:ALIAS]", "Link a container to another one, running or not"),
                (flags, context) -> {
                    context.engine()
                            .send(Request.post("berth", "v1", "containers", flags.argument(0), "links")
                                    .json(link(flags.argument(1))));
                    return 0;
                });
    }

    private static Map<String, Object> link(String text) {
        int colon = text.indexOf(':');
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("Target", colon < 0 ? text : text.substring(0, colon));
        if (colon >= 0) {
            link.put("Alias", text.substring(colon + 1));
        }
        return link;
    }

    /** {@code berth link rm}. */
    public static Command remove() {
        return Command.of(
                Sheet.atLeast(2, "CONTAINER ALIAS [ALIAS...]", "Remove one or more links of a container"),
                LinkCommands::removeAll);
    }

    private static int removeAll(Flags flags, Context context) {
        List<String> aliases = flags.arguments().subList(1, flags.arguments().size());
        return Each.of(aliases, context, alias -> {
            context.engine().send(Request.delete("berth", "v1", "containers", flags.argument(0), "links", alias));
            return alias;
        });
    }

    /** {@code berth link ls}. */
    public static Command ls() {
        return Command.of(
                Sheet.between(
                        0,
                        1,
                        "[OPTIONS] [CONTAINER]",
                        "List links",
                        Flag.value("format", "", "string", "Pretty-print links using a Go template")),
                LinkCommands::list);
    }

    private static int list(Flags flags, Context context) throws IOException {
        List<JsonValue> links = context.engine()
                .call(Request.get("berth", "v1", "links").given("container", flags.argument(0)))
                .items();
        context.out().print(columns().listing("*link.Context", links).text(flags.text("format")));
        return 0;
    }

    private static Columns columns() {
        return new Columns()
                .text("Container", "CONTAINER")
                .text("Alias", "ALIAS")
                .text("Target", "TARGET");
    }
}
