package dev.berth.runtime.container;

import java.util.Locale;

/** Docker's {@code State.Status}. */
public enum ContainerStatus {
    CREATED,
    RUNNING,
    PAUSED,
    /** Exited, and will be started again by its restart policy. */
    RESTARTING,
    REMOVING,
    EXITED,
    /** Half removed; only another removal is possible. */
    DEAD;

    /** Docker's word, lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
