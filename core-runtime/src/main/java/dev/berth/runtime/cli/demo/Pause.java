package dev.berth.runtime.cli.demo;

/** Waiting for something outside that cannot be waited for otherwise. */
final class Pause {
    private static final long MILLIS = 50;

    private Pause() {}

    /** A twentieth of a second. */
    static void moment() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }
}
