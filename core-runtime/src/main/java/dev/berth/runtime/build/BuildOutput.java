package dev.berth.runtime.build;

import dev.berth.runtime.registry.TransferProgress;

/** Hears how a build goes on; for one thread at a time. */
public interface BuildOutput {
    /** Text of the build or of a step's standard output, with its line feeds. */
    void out(String text);

    /** Text of a step's standard error, or a warning. */
    void err(String text);

    /** A stage is complete. */
    void image(String id);

    /** Who is told of an image that is pulled. */
    TransferProgress transfer();

    /** A line. */
    default void line(String text) {
        out(text + "\n");
    }
}
