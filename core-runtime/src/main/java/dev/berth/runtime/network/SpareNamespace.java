package dev.berth.runtime.network;

import dev.berth.linux.sys.NetNs;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A network namespace made ahead. The kernel takes its milliseconds for one, the more so while it takes away those that
 * ended, and a client takes as long to come from create to start. There is one at most; it has no name, so it ends with
 * this, or with the daemon.
 */
final class SpareNamespace implements AutoCloseable {
    private final Supplier<NetNs> making;

    /** The one that is there, or being made; empty = none. Guarded by this. */
    private Optional<CompletableFuture<NetNs>> spare = Optional.empty();

    /** Guarded by this. */
    private boolean closed;

    SpareNamespace(Supplier<NetNs> making) {
        this.making = making;
    }

    /** Begins to make one, unless there is one. */
    synchronized void prepare() {
        if (spare.isPresent() || closed) {
            return;
        }
        CompletableFuture<NetNs> coming = new CompletableFuture<>();
        spare = Optional.of(coming);
        Thread thread = new Thread(() -> make(coming), "spare-namespace");
        thread.setDaemon(true);
        thread.start();
    }

    private void make(CompletableFuture<NetNs> coming) {
        try {
            coming.complete(making.get());
        } catch (Throwable failure) {
            coming.completeExceptionally(failure);
        }
    }

    /** The one that was prepared, or a new one; the caller's own. */
    NetNs take() {
        Optional<CompletableFuture<NetNs>> prepared = takePrepared();
        if (prepared.isEmpty()) {
            return making.get();
        }
        try {
            return prepared.get().join();
        } catch (CompletionException failed) {
            // It was nobody's; whoever needs one now is told by his own try why there is none.
            return making.get();
        }
    }

    private synchronized Optional<CompletableFuture<NetNs>> takePrepared() {
        Optional<CompletableFuture<NetNs>> prepared = spare;
        spare = Optional.empty();
        return prepared;
    }

    /** Lets go of the one that nobody took, as soon as it is made; no more are made ahead. */
    @Override
    public synchronized void close() {
        closed = true;
        takePrepared().ifPresent(unused -> unused.thenAccept(NetNs::close));
    }
}
