package dev.berth.runtime.registry.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** How a request that is tried again waits before. */
@FunctionalInterface
public interface Pauses {
    /** Waits in real time. */
    Pauses REAL = Pauses::sleep;

    /** Waits. */
    void pause(Duration time) throws IOException;

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
