package dev.berth.plugin;

/** Undoing what was done before a failure, so that every undo runs to the end and none hides the failure. */
public final class Cleanup {
    private Cleanup() {}

    /** Runs each step whatever the others do; what they throw is added to {@code failure} as suppressed. */
    public static void afterFailure(Throwable failure, Runnable... steps) {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException suppressed) {
                failure.addSuppressed(suppressed);
            }
        }
    }

    /**
     * Runs each step whatever the others do, then throws the first failure with the later ones suppressed.
     *
     * @throws RuntimeException the first that a step threw
     */
    public static void all(Runnable... steps) {
        RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
