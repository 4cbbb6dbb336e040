package dev.berth.runtime.image;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a transfer or a build is still wanted. Its monitor guards who is to be told; they are told once. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    /** Takes back what {@link #onCancel} was told. */
    @FunctionalInterface
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** Ends it, as when its client has gone: what runs is ended from this thread, and nothing new begins. */
    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = List.copyOf(listeners);
        }
        Cleanup.all(told.toArray(Runnable[]::new));
    }

    /** Whether it was ended. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** @throws EngineException.Unavailable nobody wants it any more */
    public void check() {
        if (isCancelled()) {
            throw ended();
        }
    }

    /** What {@link #check} throws, for those who learn of it otherwise. */
    public static EngineException.Unavailable ended() {
        return new EngineException.Unavailable("context canceled");
    }

    /** A part of it, which ends with it and can be ended alone. */
    public Cancellation child() {
        Cancellation child = new Cancellation();
        onCancel(child::cancel);
        return child;
    }

    /** Has the listener run when it is cancelled, or at once if it is; closing takes that back. */
    public Listening onCancel(Runnable listener) {
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

    /** Has the stream closed when it is cancelled, so that nobody waits for more of it. */
    public Listening closing(Closeable stream) {
        return onCancel(() -> {
            try {
                stream.close();
            } catch (IOException failure) {
                throw new UncheckedIOException("end a transfer", failure);
            }
        });
    }
}
