package dev.berth.runtime.log;

import java.nio.file.Path;

/**
 * The logs of all containers. A container's log is opened when the container is made or found at start of the daemon,
 * watched while the container runs, and forgotten when it is removed.
 */
public final class ContainerLogs implements AutoCloseable {
    /** No log yet. */
    public ContainerLogs() {}

    /**
     * Makes the log known; nothing is written yet. Calling it again is harmless.
     *
     * @param directory the container's own; the log's files live in it and go with it
     */
    public void open(String containerId, Path directory, LogSettings settings) {
        throw new IllegalStateException("open log of " + containerId + " in " + directory + " " + settings);
    }

    /** What conmon's {@code --log-path} must say: {@code k8s-file:PATH}, or {@code none}. */
    public String conmonLogPath(String containerId) {
        throw new IllegalStateException(containerId);
    }

    /** Docker's {@code LogPath}: the newest json-file log, an empty text for the driver {@code none}. */
    public String logPath(String containerId) {
        throw new IllegalStateException(containerId);
    }

    /** The container is about to run, or was found running: what its conmon writes is taken up from now on. */
    public void started(String containerId) {
        throw new IllegalStateException(containerId);
    }

    /** conmon has exited: takes up the rest, an unfinished last line too, and ends those who follow. */
    public void ended(String containerId) {
        throw new IllegalStateException(containerId);
    }

    /** The container is removed; its files are its directory's owner's to delete. An unknown id is no error. */
    public void forget(String containerId) {
        throw new IllegalStateException(containerId);
    }

    @Override
    public void close() {}
}
