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
import dev.berth.runtime.cli.text.Columns;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

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
        context.out()
                .print(columns(whole, human)
                        .listing(
                                "*formatter.historyContext",
                                List.of("ID", "CreatedSince", "CreatedBy", "Size", "Comment"),
                                layers)
                        .text(flags.text("format")));
        return 0;
    }

    private static Columns columns(boolean whole, boolean human) {
        return new Columns()
                .with("ID", "IMAGE", layer -> Ids.shown(layer.at("Id").text(), whole))
                .with(
                        "CreatedSince",
                        human ? "CREATED" : "CREATED AT",
                        layer -> human ? Ago.since(created(layer), Instant.now()) : createdAt(layer))
                .with("CreatedAt", "CREATED AT", HistoryCommand::createdAt)
                .with("CreatedBy", "CREATED BY", layer -> command(layer, whole))
                .with(
                        "Size",
                        "SIZE",
                        layer -> human
                                ? Sizes.human(layer.at("Size").real())
                                : layer.at("Size").text())
                .text("Comment", "COMMENT");
    }

    private static Instant created(JsonValue layer) {
        return Instant.ofEpochSecond(layer.at("Created").number());
    }

    private static String createdAt(JsonValue layer) {
        return Times.go(created(layer), ZoneId.systemDefault());
    }

    private static String command(JsonValue layer, boolean whole) {
        String by = layer.at("CreatedBy").text().replace('\t', ' ');
        return whole ? by : Ids.ellipsis(by, COMMAND_WIDTH);
    }
}
