package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Listing;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code berth stats}. */
public final class StatsCommand implements Command {
    private static final String CLEAR = "\033[2J\033[H";

    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                0,
                "[OPTIONS] [CONTAINER...]",
                "Display a live stream of container(s) resource usage statistics",
                Flag.toggle("all", "a", "Show all containers (default shows just running)"),
                Flag.value("format", "", "string", "Pretty-print using a Go template"),
                Flag.toggle("no-stream", "", "Disable streaming stats and only pull the first result"),
                Flag.toggle("no-trunc", "", "Do not truncate output"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (flags.on("no-stream")) {
            context.out().print(once(flags, context));
            return 0;
        }
        // each round takes as long as the engine measures: about a second; an interrupt ends it
        while (!context.out().checkError()) {
            context.out().print(CLEAR + once(flags, context));
        }
        return 0;
    }

    private static String once(Flags flags, Context context) throws IOException {
        Listing listing = new Listing(
                "*container.StatsEntry",
                headings(),
                List.of("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"));
        for (String name : names(flags, context)) {
            try {
                JsonValue sample = context.engine()
                        .call(Request.get("containers", name, "stats").with("stream", "0"));
                listing.add(row(sample, name, flags.on("no-trunc")));
            } catch (EngineError refused) {
                if (!flags.arguments().isEmpty()) {
                    throw refused;
                }
            }
        }
        return listing.text(flags.text("format"));
    }

    private static List<String> names(Flags flags, Context context) throws IOException {
        if (!flags.arguments().isEmpty()) {
            return flags.arguments();
        }
        List<String> ids = new ArrayList<>();
        context.engine()
                .call(Request.get("containers", "json").flag("all", flags.on("all")))
                .items()
                .forEach(one -> ids.add(one.at("Id").text()));
        return ids;
    }

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("Container", "CONTAINER");
        headings.put("ID", "CONTAINER ID");
        headings.put("Name", "NAME");
        headings.put("CPUPerc", "CPU %");
        headings.put("MemUsage", "MEM USAGE / LIMIT");
        headings.put("MemPerc", "MEM %");
        headings.put("NetIO", "NET I/O");
        headings.put("BlockIO", "BLOCK I/O");
        headings.put("PIDs", "PIDS");
        return headings;
    }

    private static Map<String, Object> row(JsonValue sample, String asked, boolean whole) {
        JsonValue memory = sample.at("memory_stats");
        double used = used(memory);
        double limit = memory.at("limit").real();
        String name = sample.at("name").text();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Container", asked);
        row.put("ID", Ids.shown(sample.at("id").text(), whole));
        row.put("Name", name.startsWith("/") ? name.substring(1) : name);
        row.put("CPUPerc", percent(cpu(sample)));
        row.put("MemUsage", Sizes.binary(used) + " / " + Sizes.binary(limit));
        row.put("MemPerc", percent(limit == 0 ? 0 : used / limit * 100));
        row.put("NetIO", network(sample, "rx_bytes") + " / " + network(sample, "tx_bytes"));
        row.put("BlockIO", block(sample, "read") + " / " + block(sample, "write"));
        row.put("PIDs", sample.at("pids_stats", "current").text());
        return row;
    }

    /** Memory without the page cache that the kernel would give back, as Docker counts it. */
    private static double used(JsonValue memory) {
        double usage = memory.at("usage").real();
        JsonValue stats = memory.at("stats");
        for (String key : List.of("total_inactive_file", "inactive_file")) {
            double inactive = stats.at(key).real();
            if (!stats.at(key).isAbsent() && inactive < usage) {
                return usage - inactive;
            }
        }
        return usage;
    }

    private static double cpu(JsonValue sample) {
        double used = sample.at("cpu_stats", "cpu_usage", "total_usage").real()
                - sample.at("precpu_stats", "cpu_usage", "total_usage").real();
        double system = sample.at("cpu_stats", "system_cpu_usage").real()
                - sample.at("precpu_stats", "system_cpu_usage").real();
        double processors = Math.max(1, sample.at("cpu_stats", "online_cpus").real());
        return used > 0 && system > 0 ? used / system * processors * 100 : 0;
    }

    private static String network(JsonValue sample, String key) {
        double sum = 0;
        for (JsonValue device : sample.at("networks").fields().values()) {
            sum += device.at(key).real();
        }
        return Sizes.human(sum);
    }

    private static String block(JsonValue sample, String operation) {
        double sum = 0;
        for (JsonValue entry :
                sample.at("blkio_stats", "io_service_bytes_recursive").items()) {
            if (entry.at("op").text().equalsIgnoreCase(operation)) {
                sum += entry.at("value").real();
            }
        }
        return Sizes.human(sum);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
