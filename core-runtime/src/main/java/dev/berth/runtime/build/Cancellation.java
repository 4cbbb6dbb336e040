package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;

/** Whether a build is still wanted. Its monitor guards who is to be told; they are told once. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    /** The client has gone: the step that runs is ended, and no other begins. */
    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** @throws EngineException.Unavailable nobody wants the build any more */
    void check() {
        if (isCancelled()) {
            throw new EngineException.Unavailable("Build cancelled");
        }
    }

    /** Has the listener run when the build is cancelled, or at once if it is; closing takes that back. */
    AutoCloseable onCancel(Runnable listener) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            listeners.add(listener);
        }
        if (now) {
            listener.run();
        }
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }
}
