package dev.berth.runtime.cli.plugin;

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

/** {@code berth plugin ls}: the plugins that the daemon finds, used or not. */
public final class PluginListCommand implements Command {
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
        List<JsonValue> plugins = context.engine()
                .call(Request.get("plugins").filters(flags.filters("filter")))
                .items();
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            plugins.forEach(plugin -> context.line(Ids.shown(plugin.at("Id").text(), whole)));
            return 0;
        }
        context.out()
                .print(columns(whole)
                        .listing("*formatter.pluginContext", plugins)
                        .text(flags.text("format")));
        return 0;
    }

    private static Columns columns(boolean whole) {
        return new Columns()
                .with("ID", "ID", plugin -> Ids.shown(plugin.at("Id").text(), whole))
                .text("Name", "NAME")
                .with(
                        "Description",
                        "DESCRIPTION",
                        plugin -> plugin.at("Config", "Description").text())
                .with("Enabled", "ENABLED", plugin -> plugin.at("Enabled").truth());
    }
}
