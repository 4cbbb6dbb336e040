package dev.berth.runtime.cli.system;

import dev.berth.runtime.app.settings.BerthVersion;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.template.Template;
import dev.berth.runtime.cli.template.TemplateException;
import dev.berth.runtime.spec.ApiVersion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code berth version}. */
public final class VersionCommand implements Command {
    /** What {@code berth --version} prints. */
    public static String line() {
        return "Berth version " + BerthVersion.text();
    }

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Show the Berth version information",
                Flag.value("format", "f", "string", "Format the output using the given Go template"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("Version", BerthVersion.text());
        client.put("ApiVersion", spoken(context).toString());
        client.put("DefaultAPIVersion", ApiVersion.NEWEST.toString());
        client.put("JavaVersion", System.getProperty("java.version"));
        client.put("Os", "linux");
        client.put("Arch", System.getProperty("os.arch"));
        if (flags.has("format")) {
            formatted(flags.text("format"), client, context);
            return 0;
        }
        context.line("Client:");
        boolean older = !client.get("ApiVersion").equals(client.get("DefaultAPIVersion"));
        client.forEach((name, value) -> {
            if (!name.equals("DefaultAPIVersion")) {
                boolean told = older && name.equals("ApiVersion");
                row(context, " ", name, value + (told ? " (downgraded from " + ApiVersion.NEWEST + ")" : ""));
            }
        });
        context.out().flush();
        server(context, context.engine().call(Request.get("version")));
        return 0;
    }

    /** What is spoken with the engine; what would be if there is none, of which its own part tells. */
    private static ApiVersion spoken(Context context) throws IOException {
        try {
            return context.engine().version();
        } catch (CliException unreachable) {
            return ApiVersion.NEWEST;
        }
    }

    private static void server(Context context, JsonValue server) {
        context.line("\nServer:\n Engine:");
        row(context, "  ", "Version", server.at("Version").text());
        row(
                context,
                "  ",
                "API version",
                server.at("ApiVersion").text() + " (minimum version "
                        + server.at("MinAPIVersion").text() + ")");
        row(
                context,
                "  ",
                "OS/Arch",
                server.at("Os").text() + "/" + server.at("Arch").text());
        row(context, "  ", "Kernel", server.at("KernelVersion").text());
        for (JsonValue component : server.at("Components").items()) {
            if (!component.at("Name").text().equals("Engine")) {
                context.line(" " + component.at("Name").text() + ":");
                row(context, "  ", "Version", component.at("Version").text());
            }
        }
    }

    private static void row(Context context, String indent, String name, String value) {
        context.line(indent + name + ":" + " ".repeat(Math.max(1, 18 - name.length())) + value);
    }

    private static void formatted(String format, Map<String, Object> client, Context context) throws IOException {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("Client", client);
        both.put("Server", context.engine().call(Request.get("version")).map());
        try {
            context.line(Template.parse(format.equals("json") ? "{{json .}}" : format)
                    .apply(both));
        } catch (TemplateException wrong) {
            throw InfoCommand.failure(wrong, context);
        }
    }
}
