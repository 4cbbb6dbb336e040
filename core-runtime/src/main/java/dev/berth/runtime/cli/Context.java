package dev.berth.runtime.cli;

import dev.berth.runtime.cli.http.EngineClient;
import dev.berth.runtime.cli.http.EngineError;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command works with.
 *
 * @param engine the engine it talks to; connects when it is first asked
 * @param environment of this process
 * @param in standard input
 * @param out standard output, not flushed by itself
 * @param err standard error
 */
public record Context(
        EngineClient engine, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {

    /** Prints a line. */
    public void line(String text) {
        out.print(text + "\n");
    }

    /** Tells of the engine's refusal on standard error. */
    public void tell(EngineError refused) {
        out.flush();
        err.print(refused.shown() + "\n");
    }
}
