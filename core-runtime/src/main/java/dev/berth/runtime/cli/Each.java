package dev.berth.runtime.cli;

import dev.berth.runtime.cli.http.EngineError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Doing the same to several things: all are tried, what worked is printed, what failed is told at the end. */
public final class Each {
    private Each() {}

    /** One of them. */
    @FunctionalInterface
    public interface Action {
        /** @return what is printed when it worked; nothing if empty */
        String on(String name) throws IOException;
    }

    /**
     * The action, to which it is no failure that something is not there if that is forced: who forces wants it gone,
     * and it is.
     *
     * @param told of the engine's refusal
     */
    public static Action forced(boolean forced, Action action, Consumer<EngineError> told) {
        return name -> {
            try {
                return action.on(name);
            } catch (EngineError refused) {
                if (!forced || refused.status() != 404) {
                    throw refused;
                }
                told.accept(refused);
                return "";
            }
        };
    }

    /** @return 0 if all worked, else 1 */
    public static int of(List<String> names, Context context, Action action) {
        return of(names, context, action, "");
    }

    /**
     * As the other, with a summary.
     *
     * @param summary said before the names that failed; nothing if empty
     */
    public static int of(List<String> names, Context context, Action action, String summary) {
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            try {
                String done = action.on(name);
                if (!done.isEmpty()) {
                    context.line(done);
                }
            } catch (EngineError refused) {
                failed.add(name);
                context.tell(refused);
            } catch (IOException broken) {
                failed.add(name);
                context.err().print("error during connect: " + broken.getMessage() + "\n");
            }
        }
        if (!failed.isEmpty() && !summary.isEmpty()) {
            context.err().print("Error: " + summary + String.join(", ", failed) + "\n");
        }
        return failed.isEmpty() ? 0 : 1;
    }
}
