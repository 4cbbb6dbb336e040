package dev.berth.runtime.state;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that nobody needs any more. They are gone from their place at once, by a rename, and deleted after that by
 * one thread: who removes a container does not wait for the disk. What a daemon has not come to, the next one deletes.
 */
public final class Discards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discards.class);

    /** With more that wait, who adds one deletes it himself: the disk sets the pace. */
    private static final int MOST_WAITING = 64;

    private static final long IDLE_SECONDS = 10;

    /** How long the end of the engine waits for a deletion. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path directory;
    private final Consumer<Path> deletion;
    private final Duration patience;
    private final ThreadPoolExecutor deletions = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                Thread thread = new Thread(work, "discards");
                thread.setDaemon(true);
                return thread;
            });

    /** @param directory on the file system of what is going to be discarded; its own, made where missing */
    public Discards(Path directory) {
        this(directory, TreeDelete::delete, PATIENCE);
    }

    Discards(Path directory, Consumer<Path> deletion, Duration patience) {
        this.directory = directory;
        this.deletion = deletion;
        this.patience = patience;
        deletions.allowCoreThreadTimeOut(true);
    }

    /** Begins to delete what an earlier daemon left. */
    public void open() {
        try {
            Files.createDirectories(directory);
            List<Path> left = entries();
            deletions.execute(() -> left.forEach(this::deleteNow));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("open " + directory + ": " + failure.getMessage(), failure);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /**
     * Takes a directory away; nothing there is fine.
     *
     * @throws EngineException.SystemFailure it cannot be taken from its place
     */
    public void add(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path place = directory.resolve(UUID.randomUUID().toString());
        try {
            Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("delete " + tree + ": " + failure.getMessage(), failure);
        }
        delete(place);
    }

    private void delete(Path place) {
        try {
            deletions.execute(() -> deleteNow(place));
        } catch (RejectedExecutionException fullOrClosed) {
            deleteNow(place);
        }
    }

    private void deleteNow(Path place) {
        try {
            deletion.accept(place);
        } catch (RuntimeException failure) {
            LOG.warn("action=delete-discarded path={} error={}", place, failure.toString());
        }
    }

    /**
     * Ends after the deletion that is under way, or ten seconds; what waits, and what takes longer, is left for the next
     * daemon.
     */
    @Override
    public void close() {
        deletions.shutdown();
        deletions.getQueue().clear();
        try {
            if (!deletions.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.info("action=close-discards path={} state=still-deleting", directory);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
