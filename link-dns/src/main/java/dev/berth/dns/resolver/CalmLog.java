package dev.berth.dns.resolver;

import java.util.concurrent.atomic.AtomicLong;

/** A log that a flood cannot fill: one line a second at most, which says how many were left out. */
final class CalmLog {
    /** Of the resolver. */
    static final CalmLog DNS = new CalmLog(System.getLogger("dev.berth.dns"));

    private static final long NANOS = 1_000_000_000L;

    private final System.Logger logger;
    private final AtomicLong last = new AtomicLong(System.nanoTime() - NANOS);
    private final AtomicLong suppressed = new AtomicLong();

    CalmLog(System.Logger logger) {
        this.logger = logger;
    }

    void warn(String what, Throwable cause) {
        long before = last.get();
        long now = System.nanoTime();
        if (now - before < NANOS || !last.compareAndSet(before, now)) {
            suppressed.incrementAndGet();
            return;
        }
        long left = suppressed.getAndSet(0);
        logger.log(
                System.Logger.Level.WARNING,
                "dns: " + what + ": " + cause + (left > 0 ? " (and " + left + " more like it)" : ""));
    }
}
