package dev.berth.runtime.attach;

import java.nio.file.Path;

/**
 * Who is attached to which container, and who waits for one to start. A client may attach before the start: it is
 * connected in {@link #started}, which must be called after the OCI runtime's {@code create} and before its
 * {@code start}, so that nothing is missed.
 */
public final class Attachments implements AutoCloseable {
    /** Nobody yet. */
    public Attachments() {}

    /** The container's conmon listens on {@code socket}, and its process does not run yet: connects who waits. */
    public void started(String containerId, Path socket) {
        throw new IllegalStateException(containerId + " " + socket);
    }

    /** The container's conmon has exited; who is attached reads the rest and is at the end. */
    public void ended(String containerId) {
        throw new IllegalStateException(containerId);
    }

    /** The container is removed: who still waits for its start is at the end. An unknown id is no error. */
    public void forget(String containerId) {
        throw new IllegalStateException(containerId);
    }

    @Override
    public void close() {}
}
