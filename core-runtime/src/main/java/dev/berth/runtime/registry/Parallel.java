package dev.berth.runtime.registry;

import dev.berth.runtime.image.Cancellation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Layers that are transferred at once, so many for all of a daemon's transfers; threads go when there is no work. */
final class Parallel implements AutoCloseable {
    private static final long KEPT_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    Parallel(String name, int most) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(most, most, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** A layer's transfer. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Does all of it and returns when none runs any more. The first failure ends the others and is thrown. */
    void run(List<Work> works, Cancellation cancellation) throws IOException {
        List<Future<?>> running = new ArrayList<>();
        for (Work work : works) {
            running.add(pool.submit(() -> {
                cancellation.check();
                try {
                    work.run();
                } catch (IOException | RuntimeException failure) {
                    boolean first = !cancellation.isCancelled();
                    cancellation.cancel();
                    if (first) {
                        throw failure;
                    }
                    throw new Ended(failure);
                }
                return true;
            }));
        }
        finish(running, cancellation);
    }

    private static void finish(List<Future<?>> running, Cancellation cancellation) throws IOException {
        Throwable worst = null;
        boolean interrupted = false;
        for (int i = 0; i < running.size(); ) {
            try {
                running.get(i).get();
                i++;
            } catch (ExecutionException failed) {
                worst = worst == null || worst instanceof Ended ? failed.getCause() : worst;
                i++;
            } catch (InterruptedException wanted) {
                // what runs still uses the caller's files, so it is ended and waited for
                cancellation.cancel();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("context canceled");
        }
        if (worst instanceof IOException failure) {
            throw failure;
        }
        if (worst instanceof RuntimeException failure) {
            throw failure;
        }
        if (worst != null) {
            throw new IOException(worst);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** A transfer that was ended because another had failed. */
    private static final class Ended extends IOException {
        private static final long serialVersionUID = 1L;

        Ended(Exception cause) {
            super("context canceled", cause);
        }
    }
}
