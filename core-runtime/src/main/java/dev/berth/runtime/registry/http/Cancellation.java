package dev.berth.runtime.registry.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends a transfer from another thread: closes what it reads from. */
public final class Cancellation implements Closeable {
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Ends it; what is begun later ends at once. */
    public void cancel() {
        cancelled = true;
        open.forEach(Cancellation::close);
    }

    /** A part of the transfer, which ends with it and can be ended alone. */
    public Cancellation child() {
        return watch(new Cancellation());
    }

    /** The same as {@link #cancel}. */
    @Override
    public void close() {
        cancel();
    }

    /** @throws IOException it was ended */
    public void check() throws IOException {
        if (cancelled) {
            throw new IOException("context canceled");
        }
    }

    /** Whether it was ended. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Has the stream closed when the transfer is ended. */
    <T extends Closeable> T watch(T stream) {
        open.add(stream);
        if (cancelled) {
            close(stream);
        }
        return stream;
    }

    /** Forgets a stream that its owner closes. */
    void forget(Closeable stream) {
        open.remove(stream);
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("end a transfer", failure);
        }
    }
}
