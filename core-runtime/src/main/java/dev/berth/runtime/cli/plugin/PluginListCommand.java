package dev.berth.runtime.cli.plugin;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
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

/** {@code berth plugin ls}: the plugins that the daemon finds, used or not. */
public final class PluginListCommand implements Command {
    /** As much of an id as is shown unless all is asked for. */
    private static final int SHORT = 12;

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "List plugins",
                Flag.value("filter", "f", "filter", "Provide filter values (e.g. 'enabled=true')"),
                Flag.value("format", "", "string", "Pretty-print plugins using a Go template"),
                Flag.toggle("no-trunc", "", "Don't truncate output"),
                Flag.toggle("quiet", "q", "Only display plugin IDs"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("ID", "ID");
        headings.put("Name", "NAME");
        headings.put("Description", "DESCRIPTION");
        headings.put("Enabled", "ENABLED");
        Listing listing = new Listing("*formatter.pluginContext", headings, List.copyOf(headings.keySet()));
        for (JsonValue plugin : context.engine()
                .call(Request.get("plugins").filters(flags.filters("filter")))
                .items()) {
            String id = plugin.at("Id").text();
            id = flags.on("no-trunc") ? id : id.substring(0, Math.min(SHORT, id.length()));
            if (flags.on("quiet")) {
                context.line(id);
                continue;
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("ID", id);
            row.put("Name", plugin.at("Name").text());
            row.put("Description", plugin.at("Config").at("Description").text());
            row.put("Enabled", plugin.at("Enabled").truth());
            listing.add(row, plugin.at("Labels"));
        }
        if (!flags.on("quiet")) {
            context.out().print(listing.text(flags.text("format")));
        }
        return 0;
    }
}
