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
                DetachFlag.flag(),
                Flag.toggle("no-stdin", "", "Do not attach STDIN"),
                Flag.toggle("sig-proxy", "", "Proxy all received signals to the process")
                        .or("true"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        JsonValue container = context.engine().call(Request.get("containers", flags.argument(0), "json"));
        refuse(container);
        String id = container.at("Id").text();
        Attachment.Mode mode = new Attachment.Mode(
                container.at("Config", "Tty").truth(),
                !flags.on("no-stdin") && container.at("Config", "OpenStdin").truth(),
                DetachFlag.keys(flags));
        Attachment.check(mode);
        Request attach = Request.post("containers", id, "attach")
                .with("stream", "1")
                .with("stdout", "1")
                .with("stderr", "1")
                .flag("stdin", mode.input())
                .given("detachKeys", flags.text(DetachFlag.NAME));
        try (Attachment attachment = Attachment.open(context, attach, mode);
                ContainerExit exit = ContainerExit.waitFor(context, id, "not-running")) {
            if (!mode.tty() && flags.on("sig-proxy")) {
                SignalProxy.start(context, id);
            }
            attachment.followSize("containers", id, "resize");
            if (attachment.copyOutput() == Attachment.End.DETACH) {
                throw new CliException(1, DetachFlag.DETACHED);
            }
            return exit.code();
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
