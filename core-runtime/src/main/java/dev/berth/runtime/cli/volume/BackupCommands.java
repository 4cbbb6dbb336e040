package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Sizes;
import dev.berth.runtime.cli.text.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code berth volume backup}, {@code backups} and {@code restore}. */
public final class BackupCommands {
    /** Exit status of a backup that lacks something. */
    private static final int PARTIAL = 3;

    private BackupCommands() {}

    /** {@code berth volume backup}. */
    public static final class Backup implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(
                    1,
                    "[OPTIONS] VOLUME [VOLUME...]",
                    "Back up volumes, all as they are at one moment",
                    RepositoryCall.repository(),
                    Flag.list("tag", "t", "Tag to find it by (key=value)"),
                    RepositoryCall.maxFreeze("Longest time that writing containers are frozen; 0 = not at all"),
                    Flag.value("if-exceeded", "", "string", "What to do if that is too short (\"fail\"|\"continue\")")
                            .or("fail"),
                    Flag.value(
                                    "if-unreadable",
                                    "",
                                    "string",
                                    "What to do about a file that the disk cannot read (\"fail\"|\"continue\")")
                            .or("fail"),
                    Flag.list("pre-exec", "", "Command run in a container before (container:command)"),
                    Flag.list("post-exec", "", "Command run in a container after, however it went (container:command)"),
                    Flag.toggle("quiet", "q", "Only display IDs"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            JsonValue made = new RepositoryCall(flags)
                    .put("Volumes", flags.arguments())
                    .put("Tags", flags.map("tag"))
                    .maxFreeze()
                    .put("OrLive", goesOn(flags, "if-exceeded"))
                    .put("OrPartial", goesOn(flags, "if-unreadable"))
                    .put("PreExec", hooks(flags.list("pre-exec")))
                    .put("PostExec", hooks(flags.list("post-exec")))
                    .send(context);
            boolean whole = true;
            for (JsonValue backup : made.items()) {
                context.line(flags.on("quiet") ? backup.at("Id").text() : summary(backup));
                for (JsonValue path : backup.at("Unreadable").items()) {
                    context.err()
                            .println("berth: " + backup.at("Volume").text() + " could not be read whole: "
                                    + path.text());
                    whole = false;
                }
            }
            return whole ? 0 : PARTIAL;
        }

        private static boolean goesOn(Flags flags, String flag) {
            String choice = flags.text(flag);
            return switch (choice) {
                case "continue" -> true;
                case "fail" -> false;
                default -> throw new CliException(125, "--" + flag + " is fail or continue, not \"" + choice + "\"");
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
            return RepositoryCall.shortId(backup) + "  " + backup.at("Volume").text() + ": "
                    + backup.at("Files").number() + " files, "
                    + Sizes.human(backup.at("Bytes").number()) + "; read "
                    + Sizes.human(backup.at("ReadBytes").number()) + ", stored "
                    + Sizes.human(backup.at("StoredBytes").number()) + " in "
                    + millis(backup.at("DurationNanoseconds")) + "; "
                    + moment(backup);
        }

        /** What happened to the data meanwhile. */
        private static String moment(JsonValue backup) {
            String frozen = millis(backup.at("FrozenNanoseconds"));
            return switch (backup.at("Consistency").text()) {
                case "idle" -> "nobody wrote";
                case "frozen" -> "writers frozen for " + frozen;
                default -> "written to meanwhile" + (frozen.equals("0 ms") ? "" : ", writers frozen for " + frozen);
            };
        }

        private static String millis(JsonValue nanoseconds) {
            return Math.round(nanoseconds.number() / 1e6) + " ms";
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
                    RepositoryCall.repository(),
                    Flag.value("format", "", "string", "\"json\" for everything that is known, a line each"),
                    Flag.toggle("quiet", "q", "Only display IDs"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            JsonValue all = context.engine()
                    .call(Request.get("berth", "v1", "backups").given("repository", RepositoryCall.repository(flags)));
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
                    RepositoryCall.shortId(backup),
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
                    RepositoryCall.repository(),
                    Flag.value("as", "", "string", "Name of the volume to be made (default: the one it had)"),
                    Flag.toggle("in-place", "", "Replace the data of the volume that is there, at once"),
                    Flag.toggle("freeze", "", "Freeze running containers that have the volume while that is done"),
                    RepositoryCall.maxFreeze("Longest time that freezing them may take"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            if (flags.has("as") && flags.on("in-place")) {
                throw new CliException(1, "Conflicting options: either specify --as or --in-place, not both");
            }
            if (flags.on("freeze") && !flags.on("in-place")) {
                throw new CliException(1, "--freeze is for --in-place only");
            }
            JsonValue volume = new RepositoryCall(flags)
                    .text("As", "as")
                    .toggle("InPlace", "in-place")
                    .toggle("Freeze", "freeze")
                    .maxFreeze()
                    .send(context, flags.argument(0), "restore");
            context.line(volume.at("Name").text());
            return 0;
        }
    }
}
