package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.Times;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.stream.Frames;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;

/** {@code berth logs}. */
public final class LogsCommand implements Command {
    @Override
    public Sheet sheet() {
        String time = " timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)";
        return Sheet.exactly(
                1,
                "[OPTIONS] CONTAINER",
                "Fetch the logs of a container",
                Flag.toggle("details", "", "Show extra details provided to logs"),
                Flag.toggle("follow", "f", "Follow log output"),
                Flag.value("since", "", "string", "Show logs since" + time),
                Flag.value("tail", "n", "string", "Number of lines to show from the end of the logs")
                        .or("all"),
                Flag.toggle("timestamps", "t", "Show timestamps"),
                Flag.value("until", "", "string", "Show logs before a" + time));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Instant now = Instant.now();
        String since = time(flags, "since", now);
        String until = time(flags, "until", now);
        JsonValue container = context.engine().call(Request.get("containers", flags.argument(0), "json"));
        Request request = Request.get("containers", container.at("Id").text(), "logs")
                .with("stdout", "1")
                .with("stderr", "1")
                .flag("follow", flags.on("follow"))
                .flag("details", flags.on("details"))
                .flag("timestamps", flags.on("timestamps"))
                .with("tail", flags.text("tail"))
                .given("since", since)
                .given("until", until);
        try (Answer answer = context.engine().open(request)) {
            if (container.at("Config", "Tty").truth()) {
                Frames.plain(answer.body(), context.out());
            } else {
                Frames.split(answer.body(), context.out(), context.err());
            }
        }
        return 0;
    }

    private static String time(Flags flags, String name, Instant now) {
        try {
            return Times.timestamp(flags.text(name), now, ZoneId.systemDefault());
        } catch (CliException wrong) {
            throw new CliException(1, "invalid value for \"" + name + "\": " + wrong.text());
        }
    }
}
