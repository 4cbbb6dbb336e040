package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.util.List;

/** {@code berth volume verify} and {@code forget}. */
public final class RepositoryCommands {
    private RepositoryCommands() {}

    /** {@code berth volume verify}. */
    public static final class Verify implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    0,
                    "[OPTIONS]",
                    "Read every byte of a repository and tell what is damaged",
                    RepositoryCall.repository());
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            JsonValue report = context.engine()
                    .call(Request.post("berth", "v1", "backups", "verify")
                            .given("repository", RepositoryCall.repository(flags)));
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
                    RepositoryCall.repository(),
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
            JsonValue report = new RepositoryCall(flags)
                    .put("Ids", flags.arguments())
                    .text("Volume", "volume")
                    .number("KeepLast", "keep-last")
                    .number("KeepDaily", "keep-daily")
                    .number("KeepWeekly", "keep-weekly")
                    .number("KeepMonthly", "keep-monthly")
                    .toggle("Prune", "prune")
                    .toggle("DryRun", "dry-run")
                    .send(context, "forget");
            report.at("Forgotten")
                    .items()
                    .forEach(backup -> context.line(RepositoryCall.shortId(backup) + "  "
                            + backup.at("Volume").text() + "  forgotten"));
            context.line(report.at("Kept").items().size() + " kept, "
                    + Sizes.human(report.at("FreedBytes").number()) + " freed");
            return 0;
        }
    }
}
