package dev.berth.runtime.app;

/** The daemon: everything that runs, from the lock on the data root to the API's sockets. */
public final class Engine implements AutoCloseable {
    /** Stops serving and lets go of the data root; containers go on. */
    @Override
    public void close() {
        throw new IllegalStateException("engine is being written");
    }
}
