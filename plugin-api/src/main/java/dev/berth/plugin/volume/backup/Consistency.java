package dev.berth.plugin.volume.backup;

/** What may have happened to the data while it was read. */
public enum Consistency {
    /** Nothing: no container that may write to it ran. */
    IDLE,
    /** Nothing: the containers that may write to it were frozen. */
    FROZEN,
    /** Containers may have written to it: two files, or two parts of one, may be of different moments. */
    LIVE
}
