package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** Commands on containers that are one request for each name: {@code stop}, {@code kill} and their like. */
public final class SimpleCommands {
    private static final String SEVERAL = "CONTAINER [CONTAINER...]";
    private static final String OPTIONS = "[OPTIONS] " + SEVERAL;
    private static final String TIME = "Seconds to wait before killing the container";

    private SimpleCommands() {}

    /** {@code berth stop}. */
    public static Command stop() {
        return new Named(
                Sheet.atLeast(
                        1,
                        OPTIONS,
                        "Stop one or more running containers",
                        Flag.value("signal", "s", "string", "Signal to send to the container"),
                        Flag.value("time", "t", "int", TIME),
                        Flag.value("timeout", "", "int", TIME)),
                (flags, name) -> stopping(flags, Request.post("containers", name, "stop")));
    }

    /** {@code berth restart}. */
    public static Command restart() {
        return new Named(
                Sheet.atLeast(
                        1,
                        OPTIONS,
                        "Restart one or more containers",
                        Flag.value("signal", "s", "string", "Signal to send to the container"),
                        Flag.value("time", "t", "int", TIME),
                        Flag.value("timeout", "", "int", TIME)),
                (flags, name) -> stopping(flags, Request.post("containers", name, "restart")));
    }

    /** {@code berth kill}. */
    public static Command kill() {
        return new Named(
                Sheet.atLeast(
                        1,
                        OPTIONS,
                        "Kill one or more running containers",
                        Flag.value("signal", "s", "string", "Signal to send to the container")
                                .or("KILL")),
                (flags, name) -> Request.post("containers", name, "kill").with("signal", flags.text("signal")));
    }

    /** {@code berth pause}. */
    public static Command pause() {
        return new Named(
                Sheet.atLeast(1, SEVERAL, "Pause all processes within one or more containers"),
                (flags, name) -> Request.post("containers", name, "pause"));
    }

    /** {@code berth unpause}. */
    public static Command unpause() {
        return new Named(
                Sheet.atLeast(1, SEVERAL, "Unpause all processes within one or more containers"),
                (flags, name) -> Request.post("containers", name, "unpause"));
    }

    private static Request stopping(Flags flags, Request request) {
        String flag = flags.has("timeout") ? "timeout" : "time";
        Request timed = flags.has(flag) ? request.with("t", flags.number(flag)) : request;
        return timed.given("signal", flags.text("signal"));
    }

    /** One request for each name, which is printed when it worked. */
    private record Named(Sheet sheet, Maker maker) implements Command {
        @FunctionalInterface
        interface Maker {
            Request make(Flags flags, String name);
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            return Each.of(flags.arguments(), context, name -> {
                context.engine().send(maker.make(flags, name));
                return name;
            });
        }
    }
}
