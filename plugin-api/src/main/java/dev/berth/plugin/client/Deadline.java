package dev.berth.plugin.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment by which something must be done. */
record Deadline(long nanoTime, Duration limit) {
    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /** What is left, ms, 0 for nothing. */
    long leftOrZero() {
        return Math.max(0, (nanoTime - System.nanoTime()) / 1_000_000);
    }

    /** What is left, ms, at least 1. @throws SocketTimeoutException nothing */
    long left() throws SocketTimeoutException {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
        }
        return Math.max(1, left / 1_000_000);
    }
}
