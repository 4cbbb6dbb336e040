package dev.berth.runtime.container;

import java.nio.file.Path;

/** Somebody who wants to be joined to a container's streams at its next start; one of the two is called, and once. */
public interface AttachWish {
    /**
     * conmon listens on its attach socket, and the container's program does not run yet.
     *
     * @param attachSocket SOCK_SEQPACKET; it may be longer than {@code sun_path}
     */
    void starting(Path attachSocket);

    /** The container was removed without another start. */
    void removed();
}
