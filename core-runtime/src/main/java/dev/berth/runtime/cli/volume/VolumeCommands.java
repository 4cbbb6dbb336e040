package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Columns;
import dev.berth.runtime.cli.text.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth volume create} and {@code ls}. */
public final class VolumeCommands {
    private VolumeCommands() {}

    /** {@code berth volume create}. */
    public static Command create() {
        return Command.of(
                Sheet.between(
                        0,
                        1,
                        "[OPTIONS] [VOLUME]",
                        "Create a volume",
                        Flag.value("driver", "d", "string", "Specify volume driver name")
                                .or("local"),
                        Flag.list("label", "", "Set metadata for a volume"),
                        Flag.value("name", "", "string", "Specify volume name"),
                        Flag.list("opt", "o", "Set driver specific options")),
                VolumeCommands::make);
    }

    private static int make(Flags flags, Context context) throws IOException {
        if (flags.has("name") && !flags.arguments().isEmpty()) {
            throw new CliException(
                    1, "conflicting options: cannot specify a volume-name through both --name and as a positional arg");
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

    /** {@code berth volume ls}. */
    public static Command ls() {
        return Command.of(
                Sheet.exactly(
                        0,
                        "[OPTIONS]",
                        "List volumes",
                        Flag.value("filter", "f", "filter", "Provide filter values (e.g. 'dangling=true')"),
                        Flag.value("format", "", "string", "Pretty-print volumes using a Go template"),
                        Flag.toggle("quiet", "q", "Only display volume names")),
                VolumeCommands::list);
    }

    private static int list(Flags flags, Context context) throws IOException {
        List<JsonValue> volumes = new ArrayList<>(context.engine()
                .call(Request.get("volumes").filters(flags.filters("filter")))
                .at("Volumes")
                .items());
        volumes.sort(Comparator.comparing(volume -> volume.at("Name").text()));
        if (flags.on("quiet")) {
            volumes.forEach(volume -> context.line(volume.at("Name").text()));
            return 0;
        }
        context.out()
                .print(columns()
                        .listing("*formatter.volumeContext", List.of("Driver", "Name"), volumes)
                        .text(flags.text("format")));
        return 0;
    }

    private static Columns columns() {
        return new Columns()
                .text("Driver", "DRIVER")
                .text("Name", "VOLUME NAME")
                .with("Labels", "LABELS", volume -> Labels.text(volume.at("Labels")))
                .text("Mountpoint", "MOUNTPOINT")
                .text("Scope", "SCOPE");
    }
}
