package dev.berth.runtime.build;

import dev.berth.plugin.Cleanup;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is opened for one step, closed in reverse order at its end. */
final class Preparation implements AutoCloseable {
    private final Deque<Runnable> closing = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T opened) {
        closing.push(() -> close(opened));
        return opened;
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("close " + opened, failure);
        }
    }

    @Override
    public void close() {
        Cleanup.all(closing.toArray(Runnable[]::new));
    }
}
