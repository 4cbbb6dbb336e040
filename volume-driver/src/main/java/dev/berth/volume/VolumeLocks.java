package dev.berth.volume;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lock for each name that was ever asked for. */
final class VolumeLocks {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** Runs it while nobody else runs something for the same name. */
    <T> T with(String name, Supplier<T> body) {
        ReentrantLock lock = locks.computeIfAbsent(name, each -> new ReentrantLock());
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
