package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which containers are held up for a moment: written down before, so that a daemon that was killed thaws them. */
final class FreezeLeases {
    private static final Logger LOG = LoggerFactory.getLogger(FreezeLeases.class);

    private final Path directory;
    private final ContainerTable table;

    FreezeLeases(Path directory, ContainerTable table) {
        this.directory = directory;
        this.table = table;
    }

    /** Writes down that they are going to be frozen. */
    Path take(List<String> containerIds) {
        Path file = directory.resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectories(directory);
            Files.writeString(file, String.join("\n", containerIds));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("write " + file + ": " + failure.getMessage(), failure);
        }
        return file;
    }

    /** They are thawed. */
    void end(Path lease) {
        try {
            Files.deleteIfExists(lease);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("delete " + lease + ": " + failure.getMessage(), failure);
        }
    }

    /** At the daemon's start: thaws whatever an earlier one had frozen and not thawed. */
    void reconcile() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> leases = Files.list(directory)) {
            for (Path lease : leases.toList()) {
                Files.readAllLines(lease).forEach(id -> table.byId(id).ifPresent(FreezeLeases::thaw));
                end(lease);
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /** One that the user has paused stays so. */
    static void thaw(LiveContainer live) {
        if (!live.state().isRunning() || live.state().isPaused()) {
            return;
        }
        try {
            Cgroup.of(live.state().pid()).freeze(false);
            LOG.info("action=thaw container={}", live.id());
        } catch (EngineException gone) {
            LOG.info("action=thaw container={} state=gone reason={}", live.id(), gone.getMessage());
        }
    }
}
