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
            throw CliException.plain(1, "conflicting options: cannot specify both --attach and --detach");
        }
        Map<String, Object> body = CreateBody.of(flags, context.environment(), detached);
        Attachment.Mode mode = new Attachment.Mode(
                flags.on("tty"), Boolean.TRUE.equals(body.get("AttachStdin")), DetachFlag.keys(flags));
        if (!detached) {
            Attachment.check(mode);
        }
        String id = Creation.create(flags, context, body);
        if (detached) {
            start(context, id);
            context.line(id);
            return 0;
        }
        return inFront(flags, context, new Created(id, body, mode));
    }

    private record Created(String id, Map<String, Object> body, Attachment.Mode mode) {
        boolean wants(String stream) {
            return Boolean.TRUE.equals(body.get(stream));
        }
    }

    private static int inFront(Flags flags, Context context, Created created) throws IOException {
        String id = created.id();
        Request attach = Request.post("containers", id, "attach")
                .with("stream", "1")
                .flag("stdin", created.wants("AttachStdin"))
                .flag("stdout", created.wants("AttachStdout"))
                .flag("stderr", created.wants("AttachStderr"))
                .given("detachKeys", flags.text(DetachFlag.NAME));
        try (Attachment attachment = Attachment.open(context, attach, created.mode());
                ContainerExit exit = ContainerExit.waitFor(context, id, flags.on("rm") ? "removed" : "next-exit")) {
            if (!created.mode().tty() && flags.on("sig-proxy")) {
                SignalProxy.start(context, id);
            }
            start(context, id);
            attachment.followSize("containers", id, "resize");
            return attachment.copyOutput() == Attachment.End.DETACH ? 0 : exit.code();
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
