package dev.berth.runtime.app;

import dev.berth.runtime.app.settings.DaemonSettings;

/** The daemon: everything that runs, from the lock on the data root to the API's sockets. */
public final class Engine implements AutoCloseable {
    private Engine() {}

    /**
     * Takes the data root, brings state and kernel together and serves the API; returns when the sockets answer.
     *
     * @throws dev.berth.plugin.EngineException if something it needs is taken, missing or not writable; nothing is left
     *     behind then
     */
    public static Engine start(DaemonSettings settings) {
        throw new IllegalStateException("engine is being written: " + settings.dataRoot());
    }

    /** Ends every container, within the settings' shutdown timeout, unless they are to live on. */
    public void stop() {
        throw new IllegalStateException("engine is being written");
    }

    /** Stops serving and lets go of the data root; what containers still run go on. */
    @Override
    public void close() {
        throw new IllegalStateException("engine is being written");
    }
}
