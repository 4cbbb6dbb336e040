package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.stream.Attachment;
import java.io.IOException;

/** {@code berth start}. */
public final class StartCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Start one or more stopped containers",
                Flag.toggle("attach", "a", "Attach STDOUT/STDERR and forward signals"),
                DetachFlag.flag(),
                Flag.toggle("interactive", "i", "Attach container's STDIN"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (!flags.on("attach") && !flags.on("interactive")) {
            return Each.of(
                    flags.arguments(),
                    context,
                    name -> {
                        context.engine().send(Request.post("containers", name, "start"));
                        return name;
                    },
                    "failed to start containers: ");
        }
        if (flags.arguments().size() > 1) {
            throw new CliException(1, "you cannot start and attach multiple containers at once");
        }
        return inFront(flags, context, flags.argument(0));
    }

    private static int inFront(Flags flags, Context context, String name) throws IOException {
        JsonValue container = context.engine().call(Request.get("containers", name, "json"));
        String id = container.at("Id").text();
        Attachment.Mode mode = new Attachment.Mode(
                container.at("Config", "Tty").truth(),
                flags.on("interactive") && container.at("Config", "OpenStdin").truth(),
                DetachFlag.keys(flags));
        Request attach = Request.post("containers", id, "attach")
                .with("stream", "1")
                .with("stdout", "1")
                .with("stderr", "1")
                .flag("stdin", mode.input())
                .given("detachKeys", flags.text(DetachFlag.NAME));
        boolean removed = container.at("HostConfig", "AutoRemove").truth();
        try (Attachment attachment = Attachment.open(context, attach, mode);
                ContainerExit exit = ContainerExit.waitFor(context, id, removed ? "removed" : "next-exit")) {
            if (!mode.tty()) {
                SignalProxy.start(context, id);
            }
            context.engine().send(Request.post("containers", id, "start"));
            attachment.followSize("containers", id, "resize");
            return attachment.copyOutput() == Attachment.End.DETACH ? 0 : exit.code();
        }
    }
}
