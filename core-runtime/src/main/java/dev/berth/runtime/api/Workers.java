package dev.berth.runtime.api;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what may block: one request each while its handler runs. There are none at first and
 * {@value #MOST} at most, as many as a busy host has requests that wait for a container to stop; more requests queue.
 * One more thread keeps time for samples that repeat.
 */
final class Workers implements AutoCloseable {
    static final int MOST = 128;

    private static final Duration KEPT_IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor timer;

    Workers() {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                0,
                MOST,
                KEPT_IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new HandOver(),
                task -> daemon(task, "api-worker-" + count.incrementAndGet()),
                (task, full) -> full.getQueue().add(task));
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "api-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs tasks that may block. */
    ExecutorService pool() {
        return pool;
    }

    /** Starts tasks later; they must not block. */
    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdownNow();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Refuses a task while no thread is idle, so that the pool starts one; {@code add} queues it all the same. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
