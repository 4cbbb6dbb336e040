package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.template.Template;
import dev.berth.runtime.cli.template.TemplateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code berth inspect} and the inspect of each kind of object. */
public final class InspectCommand implements Command {
    private static final List<String> ALL = List.of("container", "image", "network", "volume");

    private final String kind;

    /** @param kind {@code container}, {@code image}, {@code network}, {@code volume}; empty for any */
    public InspectCommand(String kind) {
        this.kind = kind;
    }

    @Override
    public Sheet sheet() {
        Flag format = Flag.value("format", "f", "string", "Format the output using the given Go template");
        Flag size = Flag.toggle("size", "s", "Display total file sizes if the type is container");
        if (kind.isEmpty()) {
            return Sheet.atLeast(
                    1,
                    "[OPTIONS] NAME|ID [NAME|ID...]",
                    "Return low-level information on Berth objects",
                    format,
                    size,
                    Flag.value("type", "", "string", "Return JSON for specified type"));
        }
        String name = kind.toUpperCase(java.util.Locale.ROOT);
        return Sheet.atLeast(
                1,
                "[OPTIONS] " + name + " [" + name + "...]",
                "Display detailed information on one or more " + kind + "s",
                format,
                size,
                Flag.toggle("verbose", "v", "Accepted as Docker's; unused"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        List<String> kinds = kinds(flags);
        Optional<Template> template = template(flags.text("format"));
        List<Object> found = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (String name : flags.arguments()) {
            Optional<JsonValue> object = find(context, kinds, name, flags.on("size"), complaints);
            if (object.isPresent()) {
                show(context, template, object.get(), found);
            }
        }
        if (template.isEmpty()) {
            context.line(JsonText.indented(found));
        }
        if (complaints.isEmpty()) {
            return 0;
        }
        if (template.isPresent() && found.isEmpty()) {
            context.line("");
        }
        throw new CliException(1, String.join("\n", complaints));
    }

    private List<String> kinds(Flags flags) {
        String asked = kind.isEmpty() ? flags.text("type") : kind;
        if (!asked.isEmpty() && !ALL.contains(asked)) {
            throw new CliException(1, "\"" + asked + "\" is not a valid value for --type");
        }
        return asked.isEmpty() ? ALL : List.of(asked);
    }

    private static Optional<Template> template(String format) {
        if (format.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Template.parse(format.equals("json") ? "{{json .}}" : format));
        } catch (TemplateException wrong) {
            throw new CliException(64, "template parsing error: " + wrong.text());
        }
    }

    private static void show(Context context, Optional<Template> template, JsonValue object, List<Object> found) {
        found.add(object);
        if (template.isPresent()) {
            try {
                context.line(template.get().apply(object.plain()));
            } catch (TemplateException wrong) {
                context.line("");
                throw new CliException(1, "template parsing error: " + wrong.text());
            }
        }
    }

    private Optional<JsonValue> find(
            Context context, List<String> kinds, String name, boolean size, List<String> complaints)
            throws IOException {
        String last = "";
        for (String candidate : kinds) {
            try {
                return Optional.of(
                        context.engine().call(request(candidate, name).flag("size", size)));
            } catch (EngineError refused) {
                last = refused.text();
                if (refused.status() != 404) {
                    complaints.add(refused.shown());
                    return Optional.empty();
                }
            }
        }
        complaints.add(
                kinds.size() > 1
                        ? "Error: No such object: " + name
                        : "Error response from daemon: "
                                + (last.isEmpty() ? "No such " + kinds.get(0) + ": " + name : last));
        return Optional.empty();
    }

    private static Request request(String kind, String name) {
        return switch (kind) {
            case "container" -> Request.get("containers", name, "json");
            case "image" -> Request.get("images", name, "json");
            case "network" -> Request.get("networks", name);
            default -> Request.get("volumes", name);
        };
    }
}
