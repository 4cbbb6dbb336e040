package dev.berth.runtime.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's conmon, which is asked once what it can. Its monitor guards the answer. */
final class ConmonProgram {
    private static final Logger LOG = LoggerFactory.getLogger(ConmonProgram.class);
    private static final long PATIENCE_SECONDS = 10;

    /** Not in 2.0, which Ubuntu 22.04 has. */
    private static final String NO_SYNC_LOG = "--no-sync-log";

    private final Path path;
    private Optional<List<String>> options = Optional.empty();

    /** @param path path or name */
    ConmonProgram(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * What a container's monitor is told besides: not to wait for the disk with the container's output before it tells of
     * the end. Docker's logs are not on the disk sooner either.
     */
    synchronized List<String> options() {
        if (options.isEmpty()) {
            options = Optional.of(help().contains(NO_SYNC_LOG) ? List.of(NO_SYNC_LOG) : List.of());
        }
        return options.get();
    }

    private String help() {
        try {
            Process process = new ProcessBuilder(path.toString(), "--help")
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = process.getInputStream()) {
                process.getOutputStream().close();
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return text;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException failure) {
            // Who starts it next is told why it cannot be.
            LOG.warn("action=ask-conmon program={} error={}", path, failure.toString());
            return "";
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
