package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.image.RmiLines;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth container prune} and its like, and {@code berth system prune}. */
public final class PruneCommand implements Command {
    private static final String ANY = " at least one container";

    /** Engines before this API version, 1.42, take named volumes too and have no word for it. */
    private static final int NAMED_STAY = 42;

    private final String kind;

    /** @param kind {@code container}, {@code image}, {@code network}, {@code volume} or {@code system} */
    public PruneCommand(String kind) {
        this.kind = kind;
    }

    @Override
    public Sheet sheet() {
        List<Flag> flags = new ArrayList<>();
        boolean all = kind.equals("image") || kind.equals("system") || kind.equals("volume");
        if (all) {
            Flag everything = Flag.toggle("all", "a", all());
            flags.add(kind.equals("volume") ? everything.since(NAMED_STAY) : everything);
        }
        flags.add(Flag.value("filter", "", "filter", "Provide filter values (e.g. 'label=<label>')"));
        flags.add(Flag.toggle("force", "f", "Do not prompt for confirmation"));
        if (kind.equals("system")) {
            flags.add(Flag.toggle("volumes", "", "Prune anonymous volumes"));
        }
        return new Sheet("[OPTIONS]", about(), 0, 0, false, flags);
    }

    private String all() {
        return switch (kind) {
            case "volume" -> "Remove all unused volumes, not just anonymous ones";
            case "image" -> "Remove all unused images, not just dangling ones";
            default -> "Remove all unused images not just dangling ones";
        };
    }

    private String about() {
        return switch (kind) {
            case "container" -> "Remove all stopped containers";
            case "image" -> "Remove unused images";
            case "network" -> "Remove all unused networks";
            case "volume" -> "Remove unused local volumes";
            default -> "Remove unused data";
        };
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (!flags.on("force") && !confirmed(flags, context)) {
            return 0;
        }
        double space = 0;
        for (String part : parts(flags)) {
            space += prune(part, flags, context);
        }
        if (!kind.equals("network")) {
            context.line("Total reclaimed space: " + Sizes.precise(space));
        }
        return 0;
    }

    private List<String> parts(Flags flags) {
        if (!kind.equals("system")) {
            return List.of(kind);
        }
        return flags.on("volumes")
                ? List.of("container", "network", "volume", "image")
                : List.of("container", "network", "image");
    }

    private boolean confirmed(Flags flags, Context context) throws IOException {
        List<String> what = new ArrayList<>();
        for (String part : parts(flags)) {
            what.add(part.equals("volume") ? doomedVolumes(flags, context) : doomed(part, flags));
        }
        String warning =
                kind.equals("system") ? ":\n  - " + String.join("\n  - ", what) + "\n" : " " + what.get(0) + ".";
        context.out().print("WARNING! This will remove" + warning + "\nAre you sure you want to continue? [y/N] ");
        context.out().flush();
        int answer = context.in().read();
        return answer == 'y' || answer == 'Y';
    }

    private String doomed(String part, Flags flags) {
        return switch (part) {
            case "container" -> "all stopped containers";
            case "network" -> "all " + (kind.equals("network") ? "custom " : "") + "networks not used by" + ANY;
            default -> flags.on("all") ? "all images without" + ANY + " associated to them" : "all dangling images";
        };
    }

    private String doomedVolumes(Flags flags, Context context) throws IOException {
        boolean namedToo = !context.engine().version().isAtLeast(NAMED_STAY);
        String which = kind.equals("system")
                ? namedToo ? "all" : "all anonymous"
                : namedToo || flags.on("all") ? "all local" : "anonymous local";
        return which + " volumes not used by" + ANY;
    }

    private double prune(String part, Flags flags, Context context) throws IOException {
        Map<String, List<String>> filters = new LinkedHashMap<>(flags.filters("filter"));
        boolean all = !part.equals("container") && !part.equals("network") && flags.on("all");
        if (part.equals("image")) {
            filters.put("dangling", List.of(all ? "false" : "true"));
        } else if (part.equals("volume") && all && kind.equals("volume")) {
            filters.put("all", List.of("true"));
        }
        JsonValue report =
                context.engine().call(Request.post(part + "s", "prune").filters(filters));
        List<String> lines = new ArrayList<>();
        String title = Character.toUpperCase(part.charAt(0)) + part.substring(1) + "s";
        if (part.equals("image")) {
            lines.addAll(RmiLines.of(report.at("ImagesDeleted")));
        } else {
            lines.addAll(report.at(title + "Deleted").texts());
        }
        if (!lines.isEmpty()) {
            context.line("Deleted " + title + ":\n" + String.join("\n", lines) + "\n");
        }
        return report.at("SpaceReclaimed").real();
    }
}
