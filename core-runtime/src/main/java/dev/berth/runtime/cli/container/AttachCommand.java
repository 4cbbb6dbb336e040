package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.stream.Attachment;
import java.io.IOException;

/** {@code berth attach}. */
public final class AttachCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] CONTAINER",
                "Attach local standard input, output, and error streams to a running container",
                Flag.value("detach-keys", "", "string", "Override the key sequence for detaching a container"),
                Flag.toggle("no-stdin", "", "Do not attach STDIN"),
                Flag.toggle("sig-proxy", "", "Proxy all received signals to the process")
                        .or("true"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        JsonValue container = context.engine().call(Request.get("containers", flags.argument(0), "json"));
        refuse(container);
        String id = container.at("Id").text();
        boolean tty = container.at("Config", "Tty").truth();
        boolean input =
                !flags.on("no-stdin") && container.at("Config", "OpenStdin").truth();
        Attachment.check(tty, input);
        Request attach = Request.post("containers", id, "attach")
                .with("stream", "1")
                .with("stdout", "1")
                .with("stderr", "1")
                .flag("stdin", input)
                .given("detachKeys", flags.text("detach-keys"));
        try (Attachment attachment = Attachment.open(context, attach, tty, input);
                ContainerExit exit = ContainerExit.waitFor(context, id, "not-running")) {
            if (!tty && flags.on("sig-proxy")) {
                SignalProxy.start(context, id);
            }
            attachment.followSize("containers", id, "resize");
            attachment.copyOutput();
            return StillRunning.isDetached(context, id, tty) ? 0 : exit.code();
        }
    }

    private static void refuse(JsonValue container) {
        JsonValue state = container.at("State");
        if (state.at("Restarting").truth()) {
            throw new CliException(1, "You cannot attach to a restarting container, wait until it is running");
        }
        if (state.at("Paused").truth()) {
            throw new CliException(1, "You cannot attach to a paused container, unpause it first");
        }
        if (!state.at("Running").truth()) {
            throw new CliException(1, "You cannot attach to a stopped container, start it first");
        }
    }
}
