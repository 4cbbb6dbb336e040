package dev.berth.volume.backup.restore;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Brings what is written to the disk while more is written, so that little is left to wait for at the end. For one thread. */
final class EarlySync implements AutoCloseable {
    private static final long STEP = 64L << 20;

    private final Fd root;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(body -> {
        Thread created = new Thread(body, "restore-sync");
        created.setDaemon(true);
        return created;
    });
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(true);
    private long next = STEP;

    /** @param root any open file of the file system; open until this is closed */
    EarlySync(Fd root) {
        this.root = root;
    }

    /** So many bytes have been given out to be written. @throws IOException the disk failed */
    void written(long total) throws IOException {
        if (total >= next && running.isDone()) {
            // The kernel tells of a failure once only.
            await();
            next = total + STEP;
            running = CompletableFuture.supplyAsync(this::sync, thread);
        }
    }

    private boolean sync() {
        OpenFile.syncFileSystem(root);
        return true;
    }

    /** Waits for what is under way. @throws IOException the disk failed */
    void await() throws IOException {
        try {
            running.join();
        } catch (CompletionException failure) {
            throw new IOException("sync: " + failure.getCause(), failure);
        }
    }

    @Override
    public void close() {
        running.exceptionally(failure -> false).join();
        thread.shutdown();
    }
}
