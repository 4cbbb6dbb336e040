package dev.berth.runtime.image;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Layers that somebody is about to put an image on: they stay meanwhile, whatever is removed. In memory only, for what
 * a crash interrupts stands on nothing. Its monitor guards the counts.
 */
final class LayerClaims {
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * Makes the layers stay until the claim is closed, those that are there and those that come.
     *
     * @param released told the layers then
     */
    synchronized Claim claim(List<String> diffIds, java.util.function.Consumer<List<String>> released) {
        diffIds.forEach(diffId -> counts.merge(diffId, 1, Integer::sum));
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                release(diffIds);
                released.accept(diffIds);
            }
        };
    }

    private synchronized void release(Collection<String> diffIds) {
        diffIds.forEach(diffId -> counts.computeIfPresent(diffId, (key, count) -> count == 1 ? null : count - 1));
    }

    /** What is claimed now. */
    synchronized Set<String> layers() {
        return Set.copyOf(counts.keySet());
    }

    /** Ends by being closed; closing it again is harmless. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
