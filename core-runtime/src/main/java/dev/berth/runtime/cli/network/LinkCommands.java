package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Listing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth link add}, {@code rm} and {@code ls}: links of containers that exist. */
public final class LinkCommands {
    private LinkCommands() {}

    /** {@code berth link add}. */
    public static final class Add implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(2, "CONTAINER TARGET[:ALIAS]", "Link a container to another one, running or not");
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            String text = flags.argument(1);
            int colon = text.indexOf(':');
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("Target", colon < 0 ? text : text.substring(0, colon));
            if (colon >= 0) {
                body.put("Alias", text.substring(colon + 1));
            }
            context.engine()
                    .send(Request.post("berth", "v1", "containers", flags.argument(0), "links")
                            .json(body));
            return 0;
        }
    }

    /** {@code berth link rm}. */
    public static final class Remove implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(2, "CONTAINER ALIAS [ALIAS...]", "Remove one or more links of a container");
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            String container = flags.argument(0);
            List<String> aliases =
                    flags.arguments().subList(1, flags.arguments().size());
            return Each.of(aliases, context, alias -> {
                context.engine().send(Request.delete("berth", "v1", "containers", container, "links", alias));
                return alias;
            });
        }
    }

    /** {@code berth link ls}. */
    public static final class Ls implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.between(
                    0,
                    1,
                    "[OPTIONS] [CONTAINER]",
                    "List links",
                    Flag.value("format", "", "string", "Pretty-print links using a Go template"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            Request request = Request.get("berth", "v1", "links");
            JsonValue links = context.engine()
                    .call(flags.arguments().isEmpty() ? request : request.with("container", flags.argument(0)));
            Map<String, String> headings = new LinkedHashMap<>();
            headings.put("Container", "CONTAINER");
            headings.put("Alias", "ALIAS");
            headings.put("Target", "TARGET");
            Listing listing = new Listing("*link.Context", headings, List.of("Container", "Alias", "Target"));
            for (JsonValue link : links.items()) {
                Map<String, Object> row = new LinkedHashMap<>();
                headings.keySet().forEach(key -> row.put(key, link.at(key).text()));
                listing.add(row, link);
            }
            context.out().print(listing.text(flags.text("format")));
            return 0;
        }
    }
}
