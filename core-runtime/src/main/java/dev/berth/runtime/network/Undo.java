package dev.berth.runtime.network;

import dev.berth.plugin.Cleanup;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been done so far, and how to take it back, last first. For one thread. */
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    /** Takes everything back; what fails is added to {@code failure}. */
    void afterFailure(Throwable failure) {
        Cleanup.afterFailure(failure, steps.toArray(Runnable[]::new));
        steps.clear();
    }
}
