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
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;

/** {@code berth info}. */
public final class InfoCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Display system-wide information",
                Flag.value("format", "f", "string", "Format the output using the given Go template"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        JsonValue info = context.engine().call(Request.get("info"));
        if (flags.has("format")) {
            try {
                String format = flags.text("format").equals("json") ? "{{json .}}" : flags.text("format");
                context.line(Template.parse(format).apply(info.plain()));
            } catch (TemplateException wrong) {
                throw failure(wrong, context);
            }
            return 0;
        }
        context.line("Client:\n Version: " + BerthVersion.text() + "\n\nServer:");
        counts(context, info);
        engine(context, info);
        host(context, info);
        info.at("Warnings").texts().forEach(warning -> context.err().print(warning + "\n"));
        return 0;
    }

    /** Docker exits with 64 for a template that cannot be read, with 1 and an empty line for one that does not fit. */
    static CliException failure(TemplateException wrong, Context context) {
        if (!wrong.isExecution()) {
            return new CliException(64, "template parsing error: " + wrong.text());
        }
        context.line("");
        return new CliException(1, wrong.text());
    }

    private static void counts(Context context, JsonValue info) {
        row(context, "Containers", info.at("Containers").text());
        row(context, " Running", info.at("ContainersRunning").text());
        row(context, " Paused", info.at("ContainersPaused").text());
        row(context, " Stopped", info.at("ContainersStopped").text());
        row(context, "Images", info.at("Images").text());
        row(context, "Server Version", info.at("ServerVersion").text());
    }

    private static void engine(Context context, JsonValue info) {
        row(context, "Storage Driver", info.at("Driver").text());
        row(context, "Logging Driver", info.at("LoggingDriver").text());
        row(context, "Cgroup Driver", info.at("CgroupDriver").text());
        row(context, "Cgroup Version", info.at("CgroupVersion").text());
        context.line(" Plugins:");
        row(context, " Volume", String.join(" ", info.at("Plugins", "Volume").texts()));
        row(context, " Network", String.join(" ", info.at("Plugins", "Network").texts()));
        row(context, " Log", String.join(" ", info.at("Plugins", "Log").texts()));
        row(context, "Runtimes", String.join(" ", info.at("Runtimes").fields().keySet()));
        row(context, "Default Runtime", info.at("DefaultRuntime").text());
        row(
                context,
                "Security Options",
                String.join(" ", info.at("SecurityOptions").texts()));
    }

    private static void host(Context context, JsonValue info) {
        row(context, "Kernel Version", info.at("KernelVersion").text());
        row(context, "Operating System", info.at("OperatingSystem").text());
        row(context, "OSType", info.at("OSType").text());
        row(context, "Architecture", info.at("Architecture").text());
        row(context, "CPUs", info.at("NCPU").text());
        row(context, "Total Memory", Sizes.binary(info.at("MemTotal").real()));
        row(context, "Name", info.at("Name").text());
        row(context, "ID", info.at("ID").text());
        row(context, "Docker Root Dir", info.at("DockerRootDir").text());
        row(context, "Debug Mode", info.at("Debug").text());
        row(context, "Experimental", info.at("ExperimentalBuild").text());
        row(context, "Live Restore Enabled", info.at("LiveRestoreEnabled").text());
        info.at("Labels").texts().forEach(label -> row(context, "Label", label));
    }

    private static void row(Context context, String name, String value) {
        context.line(" " + name + ": " + value);
    }
}
