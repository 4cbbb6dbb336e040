package dev.berth.runtime.build;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.TreeCopy;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.linux.tree.TreeSize;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Directories of {@code RUN --mount=type=cache}, which stay from build to build. Its monitor guards who uses which; a
 * locked one is waited for.
 */
final class CacheMounts {
    private final Path home;
    private final Map<String, Integer> users = new HashMap<>();

    /** @param home where they are kept */
    CacheMounts(Path home) {
        this.home = home;
    }

    /** A cache in use; closing ends that. */
    record Use(Path path, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** What was deleted. @param names of the caches @param bytes freed */
    record Pruned(List<String> names, long bytes) {}

    /**
     * The directory of this id, made if need be.
     *
     * @param seed what a new one begins with
     */
    Use use(RunMount mount, Optional<Path> seed, Cancellation cancellation) {
        String id = mount.id().isEmpty() ? mount.target() : mount.id();
        String key = TreeHash.of("cache", id).substring("cache:".length());
        boolean own = take(key, mount.sharing(), cancellation);
        Path path = home.resolve(own ? key : key + "-" + System.nanoTime());
        try {
            make(path, mount, seed);
        } catch (RuntimeException failure) {
            release(key, own, path);
            throw failure;
        }
        return new Use(path, () -> release(key, own, path));
    }

    /** @return false if somebody has it and another is to be used for this once */
    private synchronized boolean take(String key, String sharing, Cancellation cancellation) {
        try {
            try (Preparation hooks = new Preparation()) {
                hooks.add(cancellation.onCancel(this::wakeUp));
                while (sharing.equals("locked") && users.containsKey(key)) {
                    cancellation.check();
                    wait();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Cancellation.ended();
        }
        if (sharing.equals("private") && users.containsKey(key)) {
            return false;
        }
        users.merge(key, 1, Integer::sum);
        return true;
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    private synchronized void release(String key, boolean own, Path path) {
        if (own) {
            users.computeIfPresent(key, (id, count) -> count == 1 ? null : count - 1);
            notifyAll();
        } else {
            TreeDelete.delete(path);
        }
    }

    private synchronized void make(Path path, RunMount mount, Optional<Path> seed) {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Files.createDirectories(path);
            seed.ifPresent(from -> TreeCopy.copy(from, path));
            FileCalls.lchown(path, mount.user(), mount.group());
            FileCalls.chmod(path, mount.mode(0755));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("make cache " + path + ": " + failure, failure);
        }
    }

    /** Deletes those that nobody uses. */
    synchronized Pruned prune() {
        List<String> names = new ArrayList<>();
        long bytes = 0;
        for (Path cache : caches()) {
            String name = String.valueOf(cache.getFileName());
            if (!users.containsKey(name)) {
                bytes += TreeSize.of(cache);
                TreeDelete.delete(cache);
                names.add(name);
            }
        }
        return new Pruned(names, bytes);
    }

    private List<Path> caches() {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(home)) {
            return entries.sorted().toList();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("list " + home + ": " + failure, failure);
        }
    }
}
