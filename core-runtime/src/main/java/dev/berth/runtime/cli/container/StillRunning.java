package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** Tells an end of output that is a detach from one that is the end of the process. */
final class StillRunning {
    private StillRunning() {}

    /** True if the container has a terminal and goes on without us: the detach keys were typed. */
    static boolean isDetached(Context context, String id, boolean tty) throws IOException {
        if (!tty) {
            return false;
        }
        try {
            return context.engine()
                    .call(Request.get("containers", id, "json"))
                    .at("State", "Running")
                    .truth();
        } catch (EngineError gone) {
            return false;
        }
    }
}
