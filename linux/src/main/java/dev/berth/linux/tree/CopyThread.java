package dev.berth.linux.tree;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A second thread that copies files while the caller walks: it takes them from a short queue, and when that is full the
 * caller copies one itself. Started when there are many files.
 */
final class CopyThread implements AutoCloseable {
    private static final int WAITING = 64;
    private static final int FEW = 32;

    private final ByteBuffer callers = ByteBuffer.allocateDirect(FileCopy.BUFFER);

    /** Empty: there is no more. */
    private final BlockingQueue<Optional<FileCopy>> queue = new ArrayBlockingQueue<>(WAITING);

    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private Optional<CompletableFuture<Void>> running = Optional.empty();
    private int copied;

    /** Copies the file, now or soon; its directory stays in use until then. */
    void copy(FileCopy file) {
        if (copied < FEW) {
            copied++;
            copyHere(file);
            return;
        }
        if (running.isEmpty()) {
            running = Optional.of(CompletableFuture.runAsync(this::work, CopyThread::start));
        }
        file.in().use();
        if (!queue.offer(Optional.of(file))) {
            file.in().done();
            copyHere(file);
        }
    }

    /** Copies the file before it returns. */
    void copyHere(FileCopy file) {
        file.run(callers);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "copy-tree");
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(FileCopy.BUFFER);
        for (Optional<FileCopy> next = take(); next.isPresent(); next = take()) {
            work(next.get(), buffer);
        }
    }

    private Optional<FileCopy> take() {
        try {
            return queue.take();
        } catch (InterruptedException nobodysBusiness) {
            throw new IllegalStateException("thread of a copy was interrupted", nobodysBusiness);
        }
    }

    private void work(FileCopy file, ByteBuffer buffer) {
        try {
            if (failure.get() == null) {
                file.run(buffer);
            }
        } catch (RuntimeException broken) {
            file.in().spoil();
            failure.compareAndSet(null, broken);
        }
        try {
            file.in().done();
        } catch (RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    /** @throws RuntimeException what the thread failed with */
    void rethrow() {
        RuntimeException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    /** Waits until all is copied. @throws RuntimeException something could not be */
    void finish() {
        close();
        rethrow();
    }

    /** Waits until the thread has ended. */
    @Override
    public void close() {
        running.ifPresent(thread -> {
            while (!queue.offer(Optional.empty())) {
                Optional<FileCopy> waiting = queue.poll();
                if (waiting != null) {
                    waiting.ifPresent(file -> work(file, callers));
                }
            }
            thread.join();
        });
        running = Optional.empty();
    }
}
