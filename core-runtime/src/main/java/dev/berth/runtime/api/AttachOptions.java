package dev.berth.runtime.api;

/**
 * How a client is joined to a process.
 *
 * @param stdin whether what it sends is input
 * @param tty whether the process has a terminal
 * @param leavesQuietly whether its leaving must not be noticed: conmon ends a process's input when any client goes,
 *     unless told to keep it open, even one that gave no input
 */
record AttachOptions(boolean stdin, boolean stdout, boolean stderr, boolean tty, boolean leavesQuietly) {
    StreamFrames frames() {
        return StreamFrames.of(tty);
    }
}
