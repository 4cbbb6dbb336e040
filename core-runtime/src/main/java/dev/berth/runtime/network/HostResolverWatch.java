package dev.berth.runtime.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the host's resolv.conf has changed. It looks, every two seconds: the file is often a link into another
 * directory, replaced as a whole, or on a file system that tells of nothing.
 */
public final class HostResolverWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostResolverWatch.class);
    /** The host's. */
    public static final Path FILE = Path.of("/etc/resolv.conf");

    private static final long PERIOD_MILLIS = 2_000;

    private final Path file;
    private final Runnable changed;
    private final ScheduledExecutorService clock;
    private Optional<String> last;

    /** @param changed called on a thread of its own, each time the text is another */
    public static HostResolverWatch start(Path file, Runnable changed) {
        return start(file, changed, PERIOD_MILLIS);
    }

    static HostResolverWatch start(Path file, Runnable changed, long periodMillis) {
        HostResolverWatch watch = new HostResolverWatch(file, changed);
        watch.clock.scheduleWithFixedDelay(watch::look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        return watch;
    }

    private HostResolverWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.last = text();
        this.clock = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "resolv-conf");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void look() {
        try {
            Optional<String> now = text();
            if (!now.equals(last)) {
                last = now;
                LOG.info("network: {} has changed, containers are told", file);
                changed.run();
            }
        } catch (RuntimeException failure) {
            LOG.warn("network: follow {} failed", file, failure);
        }
    }

    private Optional<String> text() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
