package dev.berth.volume;

import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Who has which volume mounted: one empty file per volume and id under the run directory. Files, since mounts outlive a
 * crash of the process as they do; the run directory, since both end with a reboot. Callers hold the volume's lock.
 */
final class Holders {
    private final Path directory;

    Holders(Path directory) {
        this.directory = directory;
    }

    private Path file(String volume, String id) {
        // A foreign engine's ids may be anything.
        return directory.resolve(volume).resolve(HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8)));
    }

    void add(String volume, String id) {
        Path file = file(volume, id);
        try {
            Files.createDirectories(directory.resolve(volume));
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (IOException failure) {
            throw new SystemFailure("note holder of volume " + volume + ": " + failure.getMessage(), failure);
        }
    }

    void remove(String volume, String id) {
        try {
            Files.deleteIfExists(file(volume, id));
            if (isEmpty(volume)) {
                Files.deleteIfExists(directory.resolve(volume));
            }
        } catch (IOException failure) {
            throw new SystemFailure("forget holder of volume " + volume + ": " + failure.getMessage(), failure);
        }
    }

    boolean contains(String volume, String id) {
        return Files.exists(file(volume, id));
    }

    boolean isEmpty(String volume) {
        Path holders = directory.resolve(volume);
        if (!Files.isDirectory(holders)) {
            return true;
        }
        try (Stream<Path> files = Files.list(holders)) {
            return files.findAny().isEmpty();
        } catch (IOException failure) {
            throw new SystemFailure("list holders of volume " + volume + ": " + failure.getMessage(), failure);
        }
    }
}
