package dev.berth.runtime.cli;

import java.io.IOException;

/** One command: how it is called and what it does. */
public interface Command {
    /** How it is called. */
    Sheet sheet();

    /**
     * Does it.
     *
     * @return what the process exits with
     * @throws CliException to end with words on stderr
     */
    int run(Flags flags, Context context) throws IOException;

    /** What the process exits with when flags, the engine or the connection fail. */
    default int failureCode() {
        return 1;
    }
}
