package dev.berth.runtime.container;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.ProgramRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's conmon, which is asked once what it can. Its monitor guards the answer. */
final class ConmonProgram {
    private static final Logger LOG = LoggerFactory.getLogger(ConmonProgram.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
     * the end. Docker's logs are not on the disk sooner either. One that did not answer is asked again the next time.
     */
    synchronized List<String> options() {
        if (options.isEmpty()) {
            options = help().map(text -> text.contains(NO_SYNC_LOG) ? List.of(NO_SYNC_LOG) : List.of());
        }
        return options.orElse(List.of());
    }

    private Optional<String> help() {
        try {
            ProgramRun run = ProgramRun.of(List.of(path.toString(), "--help"), OciRuntime.ENVIRONMENT, PATIENCE);
            if (run.code() == 0) {
                return Optional.of(run.output() + run.errors());
            }
            LOG.warn("action=ask-conmon program={} status={}", path, run.code());
        } catch (ErrnoException | IllegalStateException failure) {
            // Who starts it next is told why it cannot be.
            LOG.warn("action=ask-conmon program={} error={}", path, failure.toString());
        }
        return Optional.empty();
    }
}
