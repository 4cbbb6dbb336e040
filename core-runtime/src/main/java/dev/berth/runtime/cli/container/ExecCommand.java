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
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code berth exec}. */
public final class ExecCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                        2,
                        "[OPTIONS] CONTAINER COMMAND [ARG...]",
                        "Run a command in a running container",
                        Flag.toggle("detach", "d", "Detached mode: run command in the background"),
                        DetachFlag.flag(),
                        Flag.list("env", "e", "Set environment variables"),
                        Flag.list("env-file", "", "Read in a file of environment variables"),
                        Flag.toggle("interactive", "i", "Keep STDIN open even if not attached"),
                        Flag.toggle("privileged", "", "Give extended privileges to the command"),
                        Flag.toggle("tty", "t", "Allocate a pseudo-TTY"),
                        Flag.value("user", "u", "string", "Username or UID (format: <name|uid>[:<group|gid>])"),
                        Flag.value("workdir", "w", "string", "Working directory inside the container"))
                .takingTheRest();
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        boolean detached = flags.on("detach");
        Attachment.Mode mode =
                new Attachment.Mode(flags.on("tty"), flags.on("interactive") && !detached, DetachFlag.keys(flags));
        if (!detached) {
            Attachment.check(mode);
        }
        String exec = context.engine()
                .call(Request.post("containers", flags.argument(0), "exec").json(body(flags, context)))
                .at("Id")
                .text();
        Request start = Request.post("exec", exec, "start").json(Map.of("Detach", detached, "Tty", mode.tty()));
        try {
            if (detached) {
                context.engine().send(start);
                return 0;
            }
            try (Attachment attachment = Attachment.open(context, start, mode)) {
                attachment.followSize("exec", exec, "resize");
                if (attachment.copyOutput() == Attachment.End.DETACH) {
                    throw new CliException(1, DetachFlag.DETACHED);
                }
            }
        } catch (EngineError refused) {
            context.err().print(refused.shown() + "\n");
            int code = RunCommand.code(refused.text());
            return code == 125 ? 1 : code;
        }
        return (int) context.engine()
                .call(Request.get("exec", exec, "json"))
                .at("ExitCode")
                .number();
    }

    private static Map<String, Object> body(Flags flags, Context context) {
        boolean attached = !flags.on("detach");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("AttachStdin", attached && flags.on("interactive"));
        body.put("AttachStdout", attached);
        body.put("AttachStderr", attached);
        body.put("Tty", flags.on("tty"));
        body.put("Privileged", flags.on("privileged"));
        body.put("User", flags.text("user"));
        body.put("WorkingDir", flags.text("workdir"));
        body.put("DetachKeys", flags.text(DetachFlag.NAME));
        body.put("Env", EnvironmentFlag.read(flags.list("env-file"), flags.list("env"), context.environment()));
        body.put("Cmd", flags.arguments().subList(1, flags.arguments().size()));
        return body;
    }
}
