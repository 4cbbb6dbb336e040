package dev.berth.volume.backup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** The file that says what a directory is: one line of JSON and one with its SHA-256. */
final class RepositoryDescription {
    /** The version that is written, and the newest that is read. */
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RepositoryDescription() {}

    /**
     * Checks that this version can read it.
     *
     * @throws NotImplemented it is of a newer version
     * @throws FormatException it is none, or damaged
     */
    static void check(Path file) throws IOException {
        String[] line = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n", -1);
        if (line.length != 3 || !line[2].isEmpty() || !sum(line[0]).equals(line[1])) {
            throw new FormatException(file + " is damaged, or no description of a repository");
        }
        JsonNode description = JSON.readTree(line[0]);
        int format = description.path("format").asInt();
        if (!description.path("kind").asText().equals("berth-backups") || format < 1) {
            throw new FormatException(file + " is no description of a repository");
        }
        if (format > FORMAT) {
            throw new NotImplemented("repository " + file.getParent() + " is of format " + format
                    + "; this version of Berth knows " + FORMAT + ": use a newer one");
        }
    }

    /** Makes a directory a repository. */
    static void write(Path file, Path temporary) throws IOException {
        String line = "{\"kind\":\"berth-backups\",\"format\":" + FORMAT + ",\"id\":\"" + UUID.randomUUID() + "\"}";
        try {
            Files.writeString(temporary, line + "\n" + sum(line) + "\n");
            FileCalls.sync(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> TreeDelete.delete(temporary));
            throw failure;
        }
        FileCalls.sync(file.resolveSibling("."));
    }

    private static String sum(String line) {
        return ChunkId.of(line.getBytes(StandardCharsets.ISO_8859_1)).toString();
    }
}
