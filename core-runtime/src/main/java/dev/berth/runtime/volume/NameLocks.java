package dev.berth.runtime.volume;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lock per name, there as long as somebody wants it: calls for one volume never overlap. */
final class NameLocks {
    private final Map<String, Entry> entries = new HashMap<>();

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();
        int users;
    }

    /** Runs the body with the name's lock held; never called with another name's lock held. */
    <T> T locked(String name, Supplier<T> body) {
        Entry entry = enter(name);
        entry.lock.lock();
        try {
            return body.get();
        } finally {
            entry.lock.unlock();
            leave(name, entry);
        }
    }

    /** {@link #locked(String, Supplier)} without a result. */
    void locked(String name, Runnable body) {
        locked(name, () -> {
            body.run();
            return name;
        });
    }

    private synchronized Entry enter(String name) {
        Entry entry = entries.computeIfAbsent(name, each -> new Entry());
        entry.users++;
        return entry;
    }

    private synchronized void leave(String name, Entry entry) {
        entry.users--;
        if (entry.users == 0) {
            entries.remove(name);
        }
    }
}
