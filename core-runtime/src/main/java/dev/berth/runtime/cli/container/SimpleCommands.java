package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.Download;

/** Commands on containers that are one request, most for each name: {@code stop}, {@code kill} and their like. */
public final class SimpleCommands {
    private static final String SEVERAL = "CONTAINER [CONTAINER...]";
    private static final String OPTIONS = "[OPTIONS] " + SEVERAL;
    private static final String TIME = "Seconds to wait before killing the container";

    private SimpleCommands() {}

    /** {@code berth stop}. */
    public static Command stop() {
        return stopping("stop", "Stop one or more running containers");
    }

    /** {@code berth restart}. */
    public static Command restart() {
        return stopping("restart", "Restart one or more containers");
    }

    private static Command stopping(String verb, String about) {
        return Command.forEach(
                Sheet.atLeast(
                        1,
                        OPTIONS,
                        about,
                        Flag.value("signal", "s", "string", "Signal to send to the container")
                                .since(42),
                        Flag.value("time", "t", "int", TIME),
                        Flag.value("timeout", "", "int", TIME)),
                (flags, name) -> timed(flags, Request.post("containers", name, verb)));
    }

    /** {@code berth kill}. */
    public static Command kill() {
        return Command.forEach(
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
        return Command.forEach(
                Sheet.atLeast(1, SEVERAL, "Pause all processes within one or more containers"),
                (flags, name) -> Request.post("containers", name, "pause"));
    }

    /** {@code berth unpause}. */
    public static Command unpause() {
        return Command.forEach(
                Sheet.atLeast(1, SEVERAL, "Unpause all processes within one or more containers"),
                (flags, name) -> Request.post("containers", name, "unpause"));
    }

    /** {@code berth export}. */
    public static Command export() {
        return Command.of(
                Sheet.exactly(
                        1,
                        "[OPTIONS] CONTAINER",
                        "Export a container's filesystem as a tar archive",
                        Download.output()),
                (flags, context) ->
                        Download.to(context, flags, Request.get("containers", flags.argument(0), "export")));
    }

    private static Request timed(Flags flags, Request request) {
        String flag = flags.has("timeout") ? "timeout" : "time";
        Request timed = flags.has(flag) ? request.with("t", flags.number(flag)) : request;
        return timed.given("signal", flags.text("signal"));
    }
}
