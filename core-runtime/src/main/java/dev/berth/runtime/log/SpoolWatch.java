package dev.berth.runtime.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that is woken by inotify when some conmon has written, and converts that container's log, a piece at a
 * time in turn, so that a container that writes much does not keep the others waiting.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/inotify.7.html">inotify(7)</a>
 */
final class SpoolWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWatch.class);

    private final WatchService service;
    private final Map<WatchKey, ContainerLog> watched = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "log-pump");

    SpoolWatch() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException failure) {
            throw new UncheckedIOException("open inotify", failure);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches from now on; what is there already is converted at once, by the caller. */
    void add(ContainerLog log) {
        try {
            WatchKey key = Objects.requireNonNull(log.spoolFile().getParent())
                    .register(service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            watched.put(key, log);
            log.pump();
        } catch (IOException failure) {
            throw new UncheckedIOException("watch " + log.spoolFile(), failure);
        }
    }

    void remove(ContainerLog log) {
        watched.forEach((key, other) -> {
            if (other == log) {
                watched.remove(key);
                key.cancel();
            }
        });
    }

    private void run() {
        ArrayDeque<ContainerLog> busy = new ArrayDeque<>();
        try {
            while (true) {
                WatchKey key = busy.isEmpty() ? service.take() : service.poll(0, TimeUnit.NANOSECONDS);
                if (key != null) {
                    take(key, busy);
                }
                ContainerLog log = busy.poll();
                if (log != null && pump(log) && !busy.contains(log)) {
                    busy.add(log);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException end) {
            LOG.debug("event=log-pump-ended", end);
        }
    }

    private void take(WatchKey key, ArrayDeque<ContainerLog> busy) {
        key.pollEvents();
        key.reset();
        @Nullable ContainerLog log = watched.get(key);
        if (log != null && !busy.contains(log)) {
            busy.add(log);
        }
    }

    /** Converts a piece. @return whether there may be more */
    private boolean pump(ContainerLog log) {
        try {
            return watched.containsValue(log) && log.pump();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("event=log-conversion-failed spool={}", log.spoolFile(), failure);
            return false;
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("close inotify", failure);
        }
    }
}
