package dev.berth.runtime.cli.image;

import static dev.berth.runtime.cli.Flag.list;
import static dev.berth.runtime.cli.Flag.toggle;
import static dev.berth.runtime.cli.Flag.value;

import dev.berth.runtime.app.settings.UlimitText;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.registry.LoginStore;
import dev.berth.runtime.spec.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code berth build}. */
public final class BuildCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] PATH | URL | -",
                "Build an image from a Dockerfile",
                list("add-host", "", "Add a custom host-to-IP mapping (host:ip)"),
                list("build-arg", "", "Set build-time variables"),
                value("cache-from", "", "strings", "Images to consider as cache sources"),
                value("cgroup-parent", "", "string", "Set the parent cgroup for the \"RUN\" instructions"),
                value("cpu-period", "", "int", "Limit the CPU CFS (Completely Fair Scheduler) period"),
                value("cpu-quota", "", "int", "Limit the CPU CFS (Completely Fair Scheduler) quota"),
                value("cpu-shares", "c", "int", "CPU shares (relative weight)"),
                value("cpuset-cpus", "", "string", "CPUs in which to allow execution (0-3, 0,1)"),
                value("cpuset-mems", "", "string", "MEMs in which to allow execution (0-3, 0,1)"),
                value("file", "f", "string", "Name of the Dockerfile (Default is \"PATH/Dockerfile\")"),
                toggle("force-rm", "", "Always remove intermediate containers"),
                value("iidfile", "", "string", "Write the image ID to the file"),
                list("label", "", "Set metadata for an image"),
                value("memory", "m", "bytes", "Memory limit"),
                value("memory-swap", "", "bytes", "Swap limit equal to memory plus swap: -1 to enable unlimited swap"),
                value("network", "", "string", "Set the networking mode for the RUN instructions during build")
                        .or("default"),
                toggle("no-cache", "", "Do not use cache when building the image"),
                value("platform", "", "string", "Set platform if server is multi-platform capable"),
                value("progress", "", "string", "Set type of progress output (auto, plain)")
                        .or("auto"),
                toggle("pull", "", "Always attempt to pull a newer version of the image"),
                toggle("quiet", "q", "Suppress the build output and print image ID on success"),
                toggle("rm", "", "Remove intermediate containers after a successful build")
                        .or("true"),
                list("secret", "", "Secret to expose to the build (id=mysecret[,src=/local/secret | env=VARIABLE])"),
                value("shm-size", "", "bytes", "Size of \"/dev/shm\""),
                toggle("squash", "", "Squash newly built layers into a single new layer"),
                list("tag", "t", "Name and optionally a tag in the \"name:tag\" format"),
                value("target", "", "string", "Set the target build stage to build."),
                value("ulimit", "", "ulimit", "Ulimit options"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (!List.of("auto", "plain").contains(flags.text("progress"))) {
            throw new CliException(1, "invalid progress mode " + flags.text("progress") + ": it is auto or plain");
        }
        Request request = request(flags, context);
        String path = flags.argument(0);
        boolean quiet = flags.on("quiet");
        if (ContextArchive.isAddress(path)) {
            return report(flags, context, request.with("remote", path));
        }
        try (ContextArchive archive = path.equals("-")
                ? ContextArchive.ofInput(context.in(), flags.text("file"))
                : ContextArchive.ofDirectory(Path.of(path), flags.text("file"))) {
            if (!quiet) {
                context.line("Sending build context to Berth daemon  " + archive.shownSize());
                context.out().flush();
            }
            return report(
                    flags,
                    context,
                    request.with("dockerfile", archive.dockerfile()).body(archive.content()));
        }
    }

    private static Request request(Flags flags, Context context) throws IOException {
        Request request = Request.post("build")
                .header("X-Registry-Config", LoginStore.headerOfAll(context.environment()))
                .with("rm", flags.on("rm") ? "1" : "0")
                .flag("forcerm", flags.on("force-rm"))
                .flag("nocache", flags.on("no-cache"))
                .flag("pull", flags.on("pull"))
                .flag("q", flags.on("quiet"))
                .flag("squash", flags.on("squash"))
                .given("cpuperiod", flags.text("cpu-period"))
                .given("cpuquota", flags.text("cpu-quota"))
                .given("cpushares", flags.text("cpu-shares"))
                .given("cpusetcpus", flags.text("cpuset-cpus"))
                .given("cpusetmems", flags.text("cpuset-mems"))
                .given("cgroupparent", flags.text("cgroup-parent"))
                .given("platform", flags.text("platform"))
                .given("target", flags.text("target"))
                .with("networkmode", flags.text("network"))
                .given("extrahosts", String.join(",", flags.list("add-host")))
                .with("buildargs", JsonText.compact(arguments(flags.list("build-arg"), context.environment())))
                .with("labels", JsonText.compact(flags.map("label")))
                .with("cachefrom", JsonText.compact(flags.commaList("cache-from")));
        request = size(request, "memory", flags.bytes("memory"));
        request = size(request, "memswap", flags.bytes("memory-swap"));
        request = size(request, "shmsize", flags.bytes("shm-size"));
        for (String tag : flags.list("tag")) {
            request = request.with("t", tag);
        }
        List<Map<String, Object>> limits = flags.each("ulimit", BuildCommand::ulimit);
        if (!limits.isEmpty()) {
            request = request.with("ulimits", JsonText.compact(limits));
        }
        return flags.list("secret").isEmpty()
                ? request
                : request.header("X-Berth-Build-Secrets", BuildSecrets.header(flags.list("secret"), context));
    }

    private static Request size(Request request, String name, long bytes) {
        return bytes == 0 ? request : request.with(name, bytes);
    }

    private static Map<String, Object> ulimit(String text) {
        HostConfig.Ulimit limit = UlimitText.parse(text);
        return Map.of("Name", limit.name(), "Hard", limit.hard(), "Soft", limit.soft());
    }

    /** {@code NAME} alone takes this process's value, and has none if that has none. */
    private static Map<String, @Nullable Object> arguments(List<String> given, Map<String, String> environment) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (String text : given) {
            int equals = text.indexOf('=');
            if (equals >= 0) {
                arguments.put(text.substring(0, equals), text.substring(equals + 1));
            } else {
                arguments.put(text, environment.get(text));
            }
        }
        return arguments;
    }

    private static int report(Flags flags, Context context, Request request) throws IOException {
        String id = "";
        try (Answer answer = context.engine().open(request);
                JsonStream reports = JsonText.stream(answer.body())) {
            for (Optional<JsonValue> next = reports.next(); next.isPresent(); next = reports.next()) {
                JsonValue line = next.get();
                String error = line.at("error").text();
                if (!error.isEmpty()) {
                    context.out().flush();
                    String code = line.at("errorDetail", "code").text();
                    throw new CliException(code.isEmpty() ? 1 : Integer.parseInt(code), error);
                }
                String stream = line.at("stream").text();
                context.out().print(stream);
                pulling(line).ifPresent(context::line);
                context.out().flush();
                String built = line.at("aux", "ID").text();
                id = built.isEmpty() ? flags.on("quiet") ? stream.strip() : id : built;
            }
        }
        if (!flags.text("iidfile").isEmpty()) {
            Files.writeString(Path.of(flags.text("iidfile")), id);
        }
        return 0;
    }

    /** What is told of a base image on its way, but for how far its layers are. */
    private static Optional<String> pulling(JsonValue line) {
        String status = line.at("status").text();
        if (status.isEmpty() || !line.at("progressDetail", "current").isAbsent()) {
            return Optional.empty();
        }
        String id = line.at("id").text();
        return Optional.of(id.isEmpty() ? status : id + ": " + status);
    }
}
