package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.Times;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ago;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Labels;
import dev.berth.runtime.cli.text.Listing;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth ps}. */
public final class PsCommand implements Command {
    private static final List<String> COLUMNS =
            List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names");

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "List containers",
                Flag.toggle("all", "a", "Show all containers (default shows just running)"),
                Flag.value("filter", "f", "filter", "Filter output based on conditions provided"),
                Flag.value("format", "", "string", "Pretty-print containers using a Go template"),
                Flag.value("last", "n", "int", "Show n last created containers (includes all states)")
                        .or("-1"),
                Flag.toggle("latest", "l", "Show the latest created container (includes all states)"),
                Flag.toggle("no-trunc", "", "Don't truncate output"),
                Flag.toggle("quiet", "q", "Only display container IDs"),
                Flag.toggle("size", "s", "Display total file sizes"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        long last = flags.on("latest") ? 1 : flags.number("last");
        boolean size = flags.on("size") || flags.text("format").contains(".Size");
        Request request = Request.get("containers", "json")
                .flag("all", flags.on("all"))
                .flag("size", size)
                .filters(flags.filters("filter"));
        JsonValue containers = context.engine().call(last > 0 ? request.with("limit", last) : request);
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            containers
                    .items()
                    .forEach(one -> context.line(Ids.shown(one.at("Id").text(), whole)));
            return 0;
        }
        List<String> columns = new ArrayList<>(COLUMNS);
        if (flags.on("size")) {
            columns.add("Size");
        }
        Listing listing = new Listing("*formatter.ContainerContext", headings(), columns);
        containers.items().forEach(one -> listing.add(row(one, whole, Instant.now()), one.at("Labels")));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("ID", "CONTAINER ID");
        headings.put("RunningFor", "CREATED");
        headings.put("CreatedAt", "CREATED AT");
        headings.put("LocalVolumes", "LOCAL VOLUMES");
        for (String name : List.of(
                "Command", "Image", "Labels", "Mounts", "Names", "Networks", "Ports", "Size", "State", "Status")) {
            headings.put(name, name.toUpperCase(java.util.Locale.ROOT));
        }
        return headings;
    }

    private static Map<String, Object> row(JsonValue one, boolean whole, Instant now) {
        Instant created = Instant.ofEpochSecond(one.at("Created").number());
        String command = one.at("Command").text();
        String image = one.at("Image").text();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Command", JsonText.compact(whole ? command : Ids.ellipsis(command, 20)));
        row.put("CreatedAt", Times.go(created, ZoneId.systemDefault()));
        row.put("ID", Ids.shown(one.at("Id").text(), whole));
        row.put("Image", image.startsWith("sha256:") ? Ids.shown(image, whole) : image);
        row.put("Labels", Labels.text(one.at("Labels")));
        row.put("LocalVolumes", String.valueOf(localVolumes(one)));
        row.put("Mounts", mounts(one, whole));
        row.put("Names", names(one));
        row.put(
                "Networks",
                String.join(",", one.at("NetworkSettings", "Networks").fields().keySet()));
        row.put("Ports", PortList.text(one.at("Ports").items()));
        row.put("RunningFor", Ago.since(created, now));
        row.put("Size", size(one));
        row.put("State", one.at("State").text());
        row.put("Status", one.at("Status").text());
        return row;
    }

    private static long localVolumes(JsonValue one) {
        return one.at("Mounts").items().stream()
                .filter(mount -> mount.at("Driver").text().equals("local"))
                .count();
    }

    private static String mounts(JsonValue one, boolean whole) {
        List<String> names = new ArrayList<>();
        for (JsonValue mount : one.at("Mounts").items()) {
            String name = mount.at("Name").text().isEmpty()
                    ? mount.at("Source").text()
                    : mount.at("Name").text();
            names.add(whole ? name : Ids.ellipsis(name, 15));
        }
        return String.join(",", names);
    }

    private static String names(JsonValue one) {
        List<String> names = new ArrayList<>();
        for (String name : one.at("Names").texts()) {
            names.add(name.startsWith("/") ? name.substring(1) : name);
        }
        return String.join(",", names);
    }

    private static String size(JsonValue one) {
        String upper = Sizes.human(one.at("SizeRw").real());
        long root = one.at("SizeRootFs").number();
        return root > 0 ? upper + " (virtual " + Sizes.human(root) + ")" : upper;
    }
}
