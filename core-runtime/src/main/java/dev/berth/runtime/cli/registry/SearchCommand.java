package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Listing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("Name", "NAME");
        headings.put("Description", "DESCRIPTION");
        headings.put("StarCount", "STARS");
        headings.put("IsOfficial", "OFFICIAL");
        headings.put("IsAutomated", "AUTOMATED");
        Listing listing = new Listing("*formatter.searchContext", headings, List.copyOf(headings.keySet()));
        found.forEach(result -> listing.add(row(result, flags.on("no-trunc"))));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, Object> row(JsonValue result, boolean whole) {
        String description = result.at("description").text().replaceAll("[\r\n]", " ");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", result.at("name").text());
        row.put("Description", whole ? description : Ids.ellipsis(description, DESCRIPTION_WIDTH));
        row.put("StarCount", result.at("star_count").text());
        row.put("IsOfficial", result.at("is_official").truth() ? "[OK]" : "");
        row.put("IsAutomated", result.at("is_automated").truth() ? "[OK]" : "");
        return row;
    }
}
