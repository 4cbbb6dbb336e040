package dev.berth.runtime.network;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One body at a time; a thread that is in may enter again. */
final class Exclusion {
    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<String> whose;

    /** @param whose what a checked failure is told of */
    Exclusion(Supplier<String> whose) {
        this.whose = whose;
    }

    <T> T call(Callable<T> body) {
        lock.lock();
        try {
            return body.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(whose.get(), failure);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #call}, for what has no result. */
    void run(Runnable body) {
        call(() -> {
            body.run();
            return true;
        });
    }
}
