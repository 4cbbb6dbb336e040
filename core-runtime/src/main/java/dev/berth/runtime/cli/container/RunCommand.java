package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.Attachment;
import java.io.IOException;
import java.util.Map;

/** {@code berth run}. */
public final class RunCommand implements Command {
    @Override
    public Sheet sheet() {
        return new Sheet(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Run a command in a new container",
                1,
                -1,
                true,
                CreateFlags.and(
                        Flag.toggle("detach", "d", "Run container in background and print container ID"),
                        Flag.toggle("sig-proxy", "", "Proxy received signals to the process")
                                .or("true")));
    }

    @Override
    public int failureCode() {
        return 125;
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        boolean detached = flags.on("detach");
        if (detached && flags.has("attach")) {
            throw new CliException(1, "Conflicting options: -a and -d");
        }
        Map<String, Object> body = CreateBody.of(flags, context.environment(), detached);
        boolean tty = flags.on("tty");
        boolean input = Boolean.TRUE.equals(body.get("AttachStdin"));
        if (!detached) {
            Attachment.check(tty, input);
        }
        String id = Creation.create(flags, context, body);
        if (detached) {
            start(context, id);
            context.line(id);
            return 0;
        }
        return inFront(flags, context, id, body);
    }

    private static int inFront(Flags flags, Context context, String id, Map<String, Object> body) throws IOException {
        boolean tty = flags.on("tty");
        Request attach = Request.post("containers", id, "attach")
                .with("stream", "1")
                .flag("stdin", Boolean.TRUE.equals(body.get("AttachStdin")))
                .flag("stdout", Boolean.TRUE.equals(body.get("AttachStdout")))
                .flag("stderr", Boolean.TRUE.equals(body.get("AttachStderr")))
                .given("detachKeys", flags.text("detach-keys"));
        try (Attachment attachment =
                        Attachment.open(context, attach, tty, Boolean.TRUE.equals(body.get("AttachStdin")));
                ContainerExit exit = ContainerExit.waitFor(context, id, flags.on("rm") ? "removed" : "next-exit")) {
            if (!tty && flags.on("sig-proxy")) {
                SignalProxy.start(context, id);
            }
            start(context, id);
            attachment.followSize("containers", id, "resize");
            attachment.copyOutput();
            return StillRunning.isDetached(context, id, tty) ? 0 : exit.code();
        }
    }

    private static void start(Context context, String id) throws IOException {
        try {
            context.engine().send(Request.post("containers", id, "start"));
        } catch (EngineError refused) {
            throw new CliException(
                    code(refused.text()),
                    "berth: " + refused.shown() + "."
                            + (code(refused.text()) == 125 ? "\nSee 'berth run --help'." : ""));
        }
    }

    /** What a shell would exit with if it could not run the program. */
    static int code(String reason) {
        if (reason.contains("executable file not found") || reason.contains("no such file or directory")) {
            return 127;
        }
        return reason.contains("permission denied") || reason.contains("is a directory") ? 126 : 125;
    }
}
