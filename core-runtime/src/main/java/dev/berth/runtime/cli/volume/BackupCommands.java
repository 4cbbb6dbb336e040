package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.container.GoDuration;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Sizes;
import dev.berth.runtime.cli.text.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code berth volume backup}, {@code backups}, {@code restore}, {@code verify} and {@code forget}. */
public final class BackupCommands {
    private static final int SHORT_ID = 12;

    private BackupCommands() {}

    private static Flag repositoryFlag() {
        return Flag.value("repo", "", "dir", "Repository on the engine's host (default: backups in its data root)");
    }

    /** Absolute, as the engine has another working directory. */
    private static String repository(Flags flags) {
        return flags.optional("repo")
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .orElse("");
    }

    private static Request post(String... path) {
        List<String> all = new ArrayList<>(List.of("berth", "v1", "backups"));
        all.addAll(List.of(path));
        return Request.post(all.toArray(String[]::new));
    }

    private static Map<String, Object> body(Flags flags) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Repository", repository(flags));
        return body;
    }

    private static String shortId(JsonValue backup) {
        String id = backup.at("Id").text();
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    private static String millis(JsonValue nanoseconds) {
        return Math.round(nanoseconds.number() / 1e6) + " ms";
    }

    /** {@code berth volume backup}. */
    public static final class Backup implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(
                    1,
                    "[OPTIONS] VOLUME [VOLUME...]",
                    "Back up volumes, all as they are at one moment",
                    repositoryFlag(),
                    Flag.list("tag", "t", "Tag to find it by (key=value)"),
                    Flag.value(
                                    "max-freeze",
                                    "",
                                    "duration",
                                    "Longest time that writing containers are frozen; 0 = not at all")
                            .or("1s"),
                    Flag.value("if-exceeded", "", "string", "What to do if that is too short (\"fail\"|\"continue\")")
                            .or("fail"),
                    Flag.list("pre-exec", "", "Command run in a container before (container:command)"),
                    Flag.list("post-exec", "", "Command run in a container after, however it went (container:command)"),
                    Flag.toggle("quiet", "q", "Only display IDs"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            Map<String, Object> body = body(flags);
            body.put("Volumes", flags.arguments());
            body.put("Tags", flags.map("tag"));
            body.put(
                    "MaxFreezeMilliseconds",
                    TimeUnit.NANOSECONDS.toMillis(flags.read("max-freeze", GoDuration::nanos)));
            body.put("OrLive", orLive(flags.text("if-exceeded")));
            body.put("PreExec", hooks(flags.list("pre-exec")));
            body.put("PostExec", hooks(flags.list("post-exec")));
            for (JsonValue backup : context.engine().call(post().json(body)).items()) {
                context.line(flags.on("quiet") ? backup.at("Id").text() : summary(backup));
            }
            return 0;
        }

        private static boolean orLive(String choice) {
            return switch (choice) {
                case "continue" -> true;
                case "fail" -> false;
                default -> throw new CliException(125, "--if-exceeded is fail or continue, not \"" + choice + "\"");
            };
        }

        private static List<Map<String, Object>> hooks(List<String> texts) {
            List<Map<String, Object>> hooks = new ArrayList<>();
            for (String text : texts) {
                int colon = text.indexOf(':');
                if (colon < 1) {
                    throw new CliException(125, "\"" + text + "\" is not of the form container:command");
                }
                hooks.add(Map.of("Container", text.substring(0, colon), "Command", text.substring(colon + 1)));
            }
            return hooks;
        }

        private static String summary(JsonValue backup) {
            return shortId(backup) + "  " + backup.at("Volume").text() + ": "
                    + backup.at("Files").number() + " files, "
                    + Sizes.human(backup.at("Bytes").number()) + "; read "
                    + Sizes.human(backup.at("ReadBytes").number()) + ", stored "
                    + Sizes.human(backup.at("StoredBytes").number()) + " in "
                    + millis(backup.at("DurationNanoseconds")) + "; "
                    + backup.at("Consistency").text() + ", frozen for "
                    + millis(backup.at("FrozenNanoseconds"));
        }
    }

    /** {@code berth volume backups}. */
    public static final class Backups implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.between(
                    0,
                    1,
                    "[OPTIONS] [VOLUME]",
                    "List backups",
                    repositoryFlag(),
                    Flag.value("format", "", "string", "\"json\" for everything that is known, a line each"),
                    Flag.toggle("quiet", "q", "Only display IDs"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            JsonValue all =
                    context.engine().call(Request.get("berth", "v1", "backups").given("repository", repository(flags)));
            Table table = new Table("ID", "CREATED", "VOLUME", "FILES", "SIZE", "STORED", "CONSISTENCY", "TAGS");
            for (JsonValue backup : all.items()) {
                String wanted = flags.argument(0);
                if (!wanted.isEmpty() && !wanted.equals(backup.at("Volume").text())) {
                    continue;
                }
                if (flags.on("quiet")) {
                    context.line(backup.at("Id").text());
                } else if (flags.text("format").equals("json")) {
                    context.line(JsonText.compact(backup.map()));
                } else {
                    table.add(row(backup));
                }
            }
            if (!flags.on("quiet") && flags.text("format").isEmpty()) {
                context.out().print(table.text());
            }
            return 0;
        }

        private static List<String> row(JsonValue backup) {
            List<String> tags = new ArrayList<>();
            backup.at("Tags").fields().forEach((key, value) -> tags.add(key + "=" + value.text()));
            return List.of(
                    shortId(backup),
                    backup.at("Created").text().replaceAll("\\.\\d+Z", "Z"),
                    backup.at("Volume").text(),
                    Long.toString(backup.at("Files").number()),
                    Sizes.human(backup.at("Bytes").number()),
                    Sizes.human(backup.at("StoredBytes").number()),
                    backup.at("Consistency").text(),
                    String.join(",", tags));
        }
    }

    /** {@code berth volume restore}. */
    public static final class Restore implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    1,
                    "[OPTIONS] BACKUP",
                    "Make a volume from a backup, or give it the backup's data",
                    repositoryFlag(),
                    Flag.value("as", "", "string", "Name of the volume to be made (default: the one it had)"),
                    Flag.toggle("in-place", "", "Replace the data of the volume that is there, at once"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            if (flags.has("as") && flags.on("in-place")) {
                throw new CliException(1, "Conflicting options: either specify --as or --in-place, not both");
            }
            Map<String, Object> body = body(flags);
            body.put("As", flags.text("as"));
            body.put("InPlace", flags.on("in-place"));
            context.line(context.engine()
                    .call(post(flags.argument(0), "restore").json(body))
                    .at("Name")
                    .text());
            return 0;
        }
    }

    /** {@code berth volume verify}. */
    public static final class Verify implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    0, "[OPTIONS]", "Read every byte of a repository and tell what is damaged", repositoryFlag());
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            JsonValue report = context.engine().call(post("verify").given("repository", repository(flags)));
            List<String> problems = report.at("Problems").texts();
            problems.forEach(problem -> context.err().print(problem + "\n"));
            context.line(report.at("Backups").number() + " backups whole, "
                    + Sizes.human(report.at("Bytes").number()) + " read, " + problems.size() + " problems");
            return problems.isEmpty() ? 0 : 1;
        }
    }

    /** {@code berth volume forget}. */
    public static final class Forget implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(
                    0,
                    "[OPTIONS] [BACKUP...]",
                    "Forget backups: those named, or those that no rule keeps",
                    repositoryFlag(),
                    Flag.value("volume", "", "string", "Only those of this volume"),
                    Flag.value("keep-last", "", "int", "Keep so many of the newest of each volume"),
                    Flag.value("keep-daily", "", "int", "Keep the newest of each of so many days"),
                    Flag.value("keep-weekly", "", "int", "Keep the newest of each of so many weeks"),
                    Flag.value("keep-monthly", "", "int", "Keep the newest of each of so many months"),
                    Flag.toggle("prune", "", "Free the space that only they took"),
                    Flag.toggle("dry-run", "", "Only tell what would be forgotten"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            Map<String, Object> body = body(flags);
            body.put("Ids", flags.arguments());
            body.put("Volume", flags.text("volume"));
            body.put("KeepLast", flags.number("keep-last"));
            body.put("KeepDaily", flags.number("keep-daily"));
            body.put("KeepWeekly", flags.number("keep-weekly"));
            body.put("KeepMonthly", flags.number("keep-monthly"));
            body.put("Prune", flags.on("prune"));
            body.put("DryRun", flags.on("dry-run"));
            JsonValue report = context.engine().call(post("forget").json(body));
            report.at("Forgotten")
                    .items()
                    .forEach(backup -> context.line(
                            shortId(backup) + "  " + backup.at("Volume").text() + "  forgotten"));
            context.line(report.at("Kept").items().size() + " kept, "
                    + Sizes.human(report.at("FreedBytes").number()) + " freed");
            return 0;
        }
    }
}
