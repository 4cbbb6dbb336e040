package dev.berth.runtime.cli;

import dev.berth.runtime.cli.http.Request;
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

    /** What a command does, as {@link #run}. */
    @FunctionalInterface
    interface Body {
        int run(Flags flags, Context context) throws IOException;
    }

    /** The request that one of several names comes to. */
    @FunctionalInterface
    interface RequestFor {
        Request of(Flags flags, String name);
    }

    /** A command that is called so and does that. */
    static Command of(Sheet sheet, Body body) {
        return new Command() {
            @Override
            public Sheet sheet() {
                return sheet;
            }

            @Override
            public int run(Flags flags, Context context) throws IOException {
                return body.run(flags, context);
            }
        };
    }

    /** A command that is one request for each of its arguments, which is printed when it worked. */
    static Command forEach(Sheet sheet, RequestFor request) {
        return of(
                sheet,
                (flags, context) -> Each.of(flags.arguments(), context, name -> {
                    context.engine().send(request.of(flags, name));
                    return name;
                }));
    }
}
