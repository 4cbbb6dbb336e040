package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.runtime.state.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Layers that the disk may not have in full yet. Who pulls or loads does not wait for the disk: the layer is marked in
 * the state database with this boot's id, and the mark goes when a sync in the background is over. After a crash of the
 * machine, not of the daemon, layers with a mark cannot be trusted.
 */
final class LayerSync {
    private static final Logger LOG = LoggerFactory.getLogger(LayerSync.class);
    private static final String KIND = "unsynced";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long KEPT_SECONDS = 5;

    private final Store store;
    private final Path directory;
    private final String boot = bootId();
    private final ThreadPoolExecutor thread;

    /** @param directory on the file system of the layers */
    LayerSync(Store store, Path directory) {
        this.store = store;
        this.directory = directory;
        this.thread =
                new ThreadPoolExecutor(1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "layer-sync");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    private static String bootId() {
        try (var lines = Files.newBufferedReader(BOOT)) {
            String id = lines.readLine();
            return id == null ? "" : id;
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + BOOT, failure);
        }
    }

    /** Marks layers that are about to be recorded. */
    void mark(List<String> diffIds) {
        store.transaction(() -> {
            diffIds.forEach(diffId -> store.put(KIND, diffId, boot));
            return true;
        });
    }

    /** Has everything that is marked by now synced, later. */
    void start() {
        thread.execute(this::sync);
    }

    private void sync() {
        try {
            Set<String> marked = Set.copyOf(store.all(KIND).keySet());
            if (!marked.isEmpty()) {
                FileCalls.syncFileSystem(directory);
                store.transaction(() -> {
                    marked.forEach(diffId -> store.delete(KIND, diffId));
                    return true;
                });
            }
        } catch (RuntimeException failure) {
            // the marks stay, and the next sync or the next daemon goes on; also where the daemon is just ending
            LOG.info("action=sync-layers error={}", failure.toString());
        }
    }

    /** Layers marked in an earlier boot: their files may be cut short. They are not marked any more. */
    List<String> lost() {
        List<String> lost = store.all(KIND).entrySet().stream()
                .filter(entry -> !entry.getValue().equals(boot))
                .map(java.util.Map.Entry::getKey)
                .toList();
        lost.forEach(diffId -> store.delete(KIND, diffId));
        return lost;
    }
}
