package dev.berth.runtime.attach;

import dev.berth.runtime.log.LogStream;

/** Hears what a process writes; called on the thread of all attached streams, and must not block. */
public interface ProcessOutput {
    /** The next bytes of one stream; with a terminal all are standard output. The array is used again. */
    void output(LogStream stream, byte[] buffer, int from, int length);

    /** All input given so far has been taken over by the process's side. */
    void inputTaken();

    /** The process has ended, and all its output was given. Called once. */
    void ended();
}
