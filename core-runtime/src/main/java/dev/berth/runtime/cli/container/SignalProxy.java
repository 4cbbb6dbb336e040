package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.ProcessSignals;
import java.io.IOException;
import java.util.List;

/** Passes the signals that this process gets to the container in front of it. */
final class SignalProxy {
    private static final List<String> PASSED = List.of("INT", "TERM", "HUP", "USR2", "CONT", "ALRM");

    private SignalProxy() {}

    static void start(Context context, String container) {
        PASSED.forEach(name -> ProcessSignals.handle(name, signal -> pass(context, container, signal)));
    }

    private static void pass(Context context, String container, String signal) {
        try {
            context.engine().send(Request.post("containers", container, "kill").with("signal", "SIG" + signal));
        } catch (IOException | EngineError | CliException failure) {
            context.err().print("could not pass SIG" + signal + " on: " + failure.getMessage() + "\n");
        }
    }
}
