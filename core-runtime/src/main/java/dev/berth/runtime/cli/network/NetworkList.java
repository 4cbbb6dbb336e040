package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Labels;
import dev.berth.runtime.cli.text.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth network ls}. */
public final class NetworkList implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "List networks",
                Flag.value("filter", "f", "filter", "Provide filter values (e.g. 'driver=bridge')"),
                Flag.value("format", "", "string", "Pretty-print networks using a Go template"),
                Flag.toggle("no-trunc", "", "Do not truncate the output"),
                Flag.toggle("quiet", "q", "Only display network IDs"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        List<JsonValue> networks = new ArrayList<>(context.engine()
                .call(Request.get("networks").filters(flags.filters("filter")))
                .items());
        networks.sort(Comparator.comparing(network -> network.at("Name").text()));
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            networks.forEach(network -> context.line(Ids.shown(network.at("Id").text(), whole)));
            return 0;
        }
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("ID", "NETWORK ID");
        headings.put("Name", "NAME");
        headings.put("Driver", "DRIVER");
        headings.put("Scope", "SCOPE");
        headings.put("IPv6", "IPV6");
        headings.put("Internal", "INTERNAL");
        headings.put("Labels", "LABELS");
        headings.put("CreatedAt", "CREATED AT");
        Listing listing = new Listing("*network.networkContext", headings, List.of("ID", "Name", "Driver", "Scope"));
        networks.forEach(network -> listing.add(row(network, whole), network.at("Labels")));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, Object> row(JsonValue network, boolean whole) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("CreatedAt", network.at("Created").text());
        row.put("Driver", network.at("Driver").text());
        row.put("ID", Ids.shown(network.at("Id").text(), whole));
        row.put("IPv6", String.valueOf(network.at("EnableIPv6").truth()));
        row.put("Internal", String.valueOf(network.at("Internal").truth()));
        row.put("Labels", Labels.text(network.at("Labels")));
        row.put("Name", network.at("Name").text());
        row.put("Scope", network.at("Scope").text());
        return row;
    }
}
