package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.Times;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ago;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Listing;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth history}. */
public final class HistoryCommand implements Command {
    private static final int COMMAND_WIDTH = 45;

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] IMAGE",
                "Show the history of an image",
                Flag.value("format", "", "string", "Pretty-print images using a Go template"),
                Flag.toggle("human", "H", "Print sizes and dates in human readable format")
                        .or("true"),
                Flag.toggle("no-trunc", "", "Don't truncate output"),
                Flag.toggle("quiet", "q", "Only show image IDs"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        List<JsonValue> layers = context.engine()
                .call(Request.get("images", flags.argument(0), "history"))
                .items();
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            layers.forEach(layer -> context.line(Ids.shown(layer.at("Id").text(), whole)));
            return 0;
        }
        boolean human = flags.on("human");
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("ID", "IMAGE");
        headings.put("CreatedSince", human ? "CREATED" : "CREATED AT");
        headings.put("CreatedAt", "CREATED AT");
        headings.put("CreatedBy", "CREATED BY");
        headings.put("Size", "SIZE");
        headings.put("Comment", "COMMENT");
        Listing listing = new Listing(
                "*formatter.historyContext", headings, List.of("ID", "CreatedSince", "CreatedBy", "Size", "Comment"));
        layers.forEach(layer -> listing.add(row(layer, whole, human)));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, Object> row(JsonValue layer, boolean whole, boolean human) {
        Instant created = Instant.ofEpochSecond(layer.at("Created").number());
        String at = Times.go(created, ZoneId.systemDefault());
        String by = layer.at("CreatedBy").text().replace('\t', ' ');
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", Ids.shown(layer.at("Id").text(), whole));
        row.put("CreatedAt", at);
        row.put("CreatedSince", human ? Ago.since(created, Instant.now()) : at);
        row.put("CreatedBy", whole ? by : Ids.ellipsis(by, COMMAND_WIDTH));
        row.put(
                "Size",
                human ? Sizes.human(layer.at("Size").real()) : layer.at("Size").text());
        row.put("Comment", layer.at("Comment").text());
        return row;
    }
}
