package dev.berth.runtime.log;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of all containers. A container's log is opened when the container is made or found at start of the daemon,
 * watched while the container runs, and forgotten when it is removed.
 */
public final class ContainerLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLogs.class);

    private final Map<String, ContainerLog> logs = new ConcurrentHashMap<>();
    private final SpoolWatch watch = new SpoolWatch();

    /** No log yet. */
    public ContainerLogs() {}

    /**
     * Makes the log known; nothing is written yet. Calling it again is harmless.
     *
     * @param directory the container's own; the log's files live in it and go with it
     */
    public void open(String containerId, Path directory, LogSettings settings) {
        if (settings.kept()) {
            logs.computeIfAbsent(containerId, id -> openLog(id, directory, settings));
        }
    }

    private static ContainerLog openLog(String id, Path directory, LogSettings settings) {
        try {
            return new ContainerLog(directory, directory.resolve(id + "-json.log"), settings);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("open log of container " + id + ": " + failure, failure);
        }
    }

    /** What conmon's {@code --log-path} must say: {@code k8s-file:PATH}, or {@code none}. */
    public String conmonLogPath(String containerId) {
        ContainerLog log = logs.get(containerId);
        return log == null ? "none" : "k8s-file:" + log.spoolFile();
    }

    /** Docker's {@code LogPath}: the newest json-file log, an empty text for the driver {@code none}. */
    public String logPath(String containerId) {
        ContainerLog log = logs.get(containerId);
        return log == null ? "" : log.newest().toString();
    }

    /** The container is about to run, or was found running: what its conmon writes is taken up from now on. */
    public void started(String containerId) {
        ContainerLog log = logs.get(containerId);
        if (log != null) {
            log.started();
            watch.add(log);
        }
    }

    /** conmon has exited: takes up the rest, an unfinished last line too, and ends those who follow. */
    public void ended(String containerId) {
        ContainerLog log = logs.get(containerId);
        if (log == null) {
            return;
        }
        watch.remove(log);
        try {
            log.ended();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("end log of container " + containerId + ": " + failure, failure);
        }
    }

    /**
     * Reads the log, which is exact up to the call.
     *
     * @throws EngineException.NotImplemented nothing is kept of this container's output
     */
    public LogCursor read(String containerId, LogQuery query) {
        ContainerLog log = logs.get(containerId);
        if (log == null) {
            throw new EngineException.NotImplemented("configured logging driver does not support reading");
        }
        try {
            return log.read(query);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read log of container " + containerId + ": " + failure, failure);
        }
    }

    /** The container is removed; its files are its directory's owner's to delete. An unknown id is no error. */
    public void forget(String containerId) {
        ContainerLog log = logs.remove(containerId);
        if (log != null) {
            watch.remove(log);
            LOG.debug("event=log-forgotten container={}", containerId);
        }
    }

    /** Stops taking up; conmon goes on writing, and the next daemon takes it up. */
    @Override
    public void close() {
        watch.close();
    }
}
