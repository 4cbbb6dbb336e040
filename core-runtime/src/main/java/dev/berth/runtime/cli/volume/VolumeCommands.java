package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Labels;
import dev.berth.runtime.cli.text.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth volume create}, {@code ls} and {@code rm}. */
public final class VolumeCommands {
    private VolumeCommands() {}

    /** {@code berth volume create}. */
    public static final class Create implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.between(
                    0,
                    1,
                    "[OPTIONS] [VOLUME]",
                    "Create a volume",
                    Flag.value("driver", "d", "string", "Specify volume driver name")
                            .or("local"),
                    Flag.list("label", "", "Set metadata for a volume"),
                    Flag.value("name", "", "string", "Specify volume name"),
                    Flag.list("opt", "o", "Set driver specific options"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            if (flags.has("name") && !flags.arguments().isEmpty()) {
                throw new CliException(
                        1,
                        "conflicting options: cannot specify a volume-name through both --name and as a positional arg");
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("Name", flags.has("name") ? flags.text("name") : flags.argument(0));
            body.put("Driver", flags.text("driver"));
            body.put("DriverOpts", flags.map("opt"));
            body.put("Labels", flags.map("label"));
            context.line(context.engine()
                    .call(Request.post("volumes", "create").json(body))
                    .at("Name")
                    .text());
            return 0;
        }
    }

    /** {@code berth volume rm}. */
    public static final class Remove implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(
                    1,
                    "[OPTIONS] VOLUME [VOLUME...]",
                    "Remove one or more volumes. You cannot remove a volume that is in use by a container.",
                    Flag.toggle("force", "f", "Force the removal of one or more volumes"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            return Each.of(flags.arguments(), context, name -> {
                context.engine().send(Request.delete("volumes", name).flag("force", flags.on("force")));
                return name;
            });
        }
    }

    /** {@code berth volume ls}. */
    public static final class Ls implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    0,
                    "[OPTIONS]",
                    "List volumes",
                    Flag.value("filter", "f", "filter", "Provide filter values (e.g. 'dangling=true')"),
                    Flag.value("format", "", "string", "Pretty-print volumes using a Go template"),
                    Flag.toggle("quiet", "q", "Only display volume names"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            List<JsonValue> volumes = new ArrayList<>(context.engine()
                    .call(Request.get("volumes").filters(flags.filters("filter")))
                    .at("Volumes")
                    .items());
            volumes.sort(Comparator.comparing(volume -> volume.at("Name").text()));
            if (flags.on("quiet")) {
                volumes.forEach(volume -> context.line(volume.at("Name").text()));
                return 0;
            }
            Map<String, String> headings = new LinkedHashMap<>();
            headings.put("Driver", "DRIVER");
            headings.put("Name", "VOLUME NAME");
            headings.put("Labels", "LABELS");
            headings.put("Mountpoint", "MOUNTPOINT");
            headings.put("Scope", "SCOPE");
            Listing listing = new Listing("*formatter.volumeContext", headings, List.of("Driver", "Name"));
            volumes.forEach(volume -> listing.add(row(volume), volume.at("Labels")));
            context.out().print(listing.text(flags.text("format")));
            return 0;
        }

        private static Map<String, Object> row(JsonValue volume) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("Driver", volume.at("Driver").text());
            row.put("Labels", Labels.text(volume.at("Labels")));
            row.put("Mountpoint", volume.at("Mountpoint").text());
            row.put("Name", volume.at("Name").text());
            row.put("Scope", volume.at("Scope").text());
            return row;
        }
    }
}
