package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Columns;
import dev.berth.runtime.cli.text.Ids;
import java.io.IOException;
import java.util.List;

/** {@code berth search}. */
public final class SearchCommand implements Command {
    private static final int DESCRIPTION_WIDTH = 45;

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] TERM",
                "Search a registry, Docker Hub unless TERM begins with another's name, for images",
                Flag.value("filter", "f", "filter", "Filter output based on conditions provided"),
                Flag.value("format", "", "string", "Pretty-print search using a Go template"),
                Flag.value("limit", "", "int", "Max number of search results").or("25"),
                Flag.toggle("no-trunc", "", "Don't truncate output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String term = flags.argument(0);
        List<JsonValue> found = context.engine()
                .call(Request.get("images", "search")
                        .with("term", term)
                        .with("limit", flags.number("limit"))
                        .filters(flags.filters("filter"))
                        .header("X-Registry-Auth", LoginStore.header(term, context.environment())))
                .items();
        context.out()
                .print(columns(flags.on("no-trunc"))
                        .listing("*formatter.searchContext", found)
                        .text(flags.text("format")));
        return 0;
    }

    private static Columns columns(boolean whole) {
        return new Columns()
                .with("Name", "NAME", result -> result.at("name").text())
                .with("Description", "DESCRIPTION", result -> description(result, whole))
                .with("StarCount", "STARS", result -> result.at("star_count").text())
                .with("IsOfficial", "OFFICIAL", result -> mark(result.at("is_official")))
                .with("IsAutomated", "AUTOMATED", result -> mark(result.at("is_automated")));
    }

    private static String description(JsonValue result, boolean whole) {
        String description = result.at("description").text().replaceAll("[\r\n]", " ");
        return whole ? description : Ids.ellipsis(description, DESCRIPTION_WIDTH);
    }

    private static String mark(JsonValue yes) {
        return yes.truth() ? "[OK]" : "";
    }
}
