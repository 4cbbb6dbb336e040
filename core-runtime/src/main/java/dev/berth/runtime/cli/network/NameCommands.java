package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.util.Optional;

/** {@code berth dns query} and {@code log}: what names come to, and what a container asks. */
public final class NameCommands {
    private NameCommands() {}

    /** {@code berth dns query}. */
    public static Command query() {
        return Command.of(
                Sheet.between(
                        2,
                        3,
                        "NETWORK NAME [TYPE]",
                        "Show what a name comes to on a network: A (the default), AAAA, PTR or SRV"),
                NameCommands::ask);
    }

    private static int ask(Flags flags, Context context) throws IOException {
        String network = flags.argument(0);
        String name = flags.argument(1);
        String type = flags.arguments().size() > 2 ? flags.argument(2) : "A";
        JsonValue found = context.engine()
                .call(Request.get("berth", "v1", "networks", network, "names", name)
                        .with("type", type));
        if (!found.at("Known").truth()) {
            throw new CliException(1, "no such name on network " + network + ": " + name);
        }
        found.at("Answers").items().forEach(answer -> context.line(answer.text()));
        return 0;
    }

    /** {@code berth dns log}. */
    public static Command log() {
        return Command.of(
                Sheet.exactly(
                        1,
                        "[OPTIONS] CONTAINER",
                        "Show the questions that a container asks by DNS",
                        Flag.toggle("follow", "f", "Go on with the questions that come")),
                NameCommands::tell);
    }

    private static int tell(Flags flags, Context context) throws IOException {
        Request request = Request.get("berth", "v1", "containers", flags.argument(0), "dns")
                .flag("follow", flags.on("follow"));
        try (Answer answer = context.engine().open(request);
                JsonStream lines = JsonText.stream(answer.body())) {
            for (Optional<JsonValue> line = lines.next(); line.isPresent(); line = lines.next()) {
                context.line(text(line.get()));
                context.out().flush();
            }
        }
        return 0;
    }

    /** {@code TIME NAME TYPE ANSWER from ORIGIN in MICROSECONDS us}. */
    private static String text(JsonValue line) {
        return String.join(
                " ",
                line.at("Time").text(),
                line.at("Name").text(),
                line.at("Type").text(),
                line.at("Answer").text(),
                "from",
                line.at("From").text(),
                "in",
                line.at("Microseconds").text(),
                "us");
    }
}
