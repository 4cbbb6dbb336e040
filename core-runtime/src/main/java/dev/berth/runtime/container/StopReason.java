package dev.berth.runtime.container;

/** Why a container is stopped. */
enum StopReason {
    /** A user wants it to end: no policy starts it again. */
    USER,
    /** It will be started at once: it is not removed in between. */
    RESTART,
    /** The daemon ends: policies do not count now, and do at its next start. */
    SHUTDOWN
}
