package dev.berth.volume.backup;

import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.BackupSource;
import dev.berth.plugin.volume.backup.WriterFreeze;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A volume's data, a repository, and restoring from it. */
record BackupWorld(Path directory, LocalBackups backups) {
    static final WriterFreeze NOBODY_WRITES = cut -> {
        cut.run();
        return WriterFreeze.Outcome.IDLE;
    };

    BackupWorld(Path directory) throws IOException {
        this(directory, new LocalBackups());
        Files.createDirectories(data());
    }

    Path data() {
        return directory.resolve("data");
    }

    Path repository() {
        return directory.resolve("repository");
    }

    BackupInfo backup() {
        return backup(NOBODY_WRITES);
    }

    BackupInfo backup(WriterFreeze freeze) {
        return backup(freeze, false);
    }

    /** @param orPartial whether what cannot be read is passed over */
    BackupInfo backup(WriterFreeze freeze, boolean orPartial) {
        BackupSource source = new BackupSource("vol", "local", Map.of("a", "b"), Map.of("o", "x"), data());
        return backups.backup(
                        new BackupRequest(repository(), List.of(source), Map.of("t", "v"), false, orPartial), freeze)
                .get(0);
    }

    Path restored(BackupInfo backup) throws IOException {
        Path target = Files.createTempDirectory(directory, "restored");
        backups.restore(repository(), backup.id(), target);
        return target;
    }

    /** Makes a file of the volume whose content is like no other's. */
    void write(String name, long seed, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        Files.write(data().resolve(name), content);
    }

    List<String> problems() {
        return backups.verify(repository()).problems();
    }

    /** The repository's, without its lock. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(repository())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }
}
