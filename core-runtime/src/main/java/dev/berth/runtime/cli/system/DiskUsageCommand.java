package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Listing;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth system df}. */
public final class DiskUsageCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Show Berth's disk usage",
                Flag.value("format", "", "string", "Pretty-print using a Go template"),
                Flag.toggle("verbose", "v", "Show detailed information on space usage"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (flags.on("verbose") && flags.has("format")) {
            throw new CliException(1, "the verbose and the format options conflict");
        }
        JsonValue usage = context.engine().call(Request.get("system", "df"));
        if (flags.on("verbose")) {
            context.out().print(DiskUsageTables.text(usage, Instant.now()));
            return 0;
        }
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("Type", "TYPE");
        headings.put("TotalCount", "TOTAL");
        headings.put("Active", "ACTIVE");
        headings.put("Size", "SIZE");
        headings.put("Reclaimable", "RECLAIMABLE");
        Listing listing = new Listing("*formatter.diskUsageContext", headings, List.copyOf(headings.keySet()));
        listing.add(images(usage));
        listing.add(containers(usage.at("Containers").items()));
        listing.add(volumes(usage.at("Volumes").items()));
        listing.add(row("Build Cache", 0, 0, 0, 0));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, Object> images(JsonValue usage) {
        List<JsonValue> images = usage.at("Images").items();
        double total = usage.at("LayersSize").real();
        double used = 0;
        int active = 0;
        for (JsonValue image : images) {
            if (image.at("Containers").number() > 0) {
                active++;
                used += image.at("Size").real()
                        - Math.max(0, image.at("SharedSize").real());
            }
        }
        return row("Images", images.size(), active, total, Math.max(0, total - used));
    }

    private static Map<String, Object> containers(List<JsonValue> containers) {
        double total = 0;
        double idle = 0;
        int active = 0;
        for (JsonValue container : containers) {
            double size = container.at("SizeRw").real();
            total += size;
            if (List.of("running", "paused", "restarting")
                    .contains(container.at("State").text())) {
                active++;
            } else {
                idle += size;
            }
        }
        return row("Containers", containers.size(), active, total, idle);
    }

    private static Map<String, Object> volumes(List<JsonValue> volumes) {
        double total = 0;
        double idle = 0;
        int active = 0;
        for (JsonValue volume : volumes) {
            double size = Math.max(0, volume.at("UsageData", "Size").real());
            total += size;
            if (volume.at("UsageData", "RefCount").number() > 0) {
                active++;
            } else {
                idle += size;
            }
        }
        return row("Local Volumes", volumes.size(), active, total, idle);
    }

    private static Map<String, Object> row(String type, int count, int active, double size, double reclaimable) {
        String share = size > 0 ? " (" + Math.round(reclaimable * 100 / size) + "%)" : "";
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Type", type);
        row.put("TotalCount", String.valueOf(count));
        row.put("Active", String.valueOf(active));
        row.put("Size", Sizes.precise(size));
        row.put("Reclaimable", Sizes.precise(reclaimable) + share);
        return row;
    }
}
