package dev.berth.plugin.volume;

import dev.berth.plugin.wire.PluginJson;
import dev.berth.plugin.wire.VolumeProtocol.Creation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of {@link DirectoryVolumes}, on disk: {@code data}, {@code volume.json} that is written last and taken away first,
 * so that nothing half made or half removed counts, and a file for each holder of this boot.
 */
record VolumeDirectory(Path place) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** The names of what may be volumes below the directory. */
    static Set<String> names(Path root) {
        try {
            return fileNames(root);
        } catch (IOException failure) {
            throw new UncheckedIOException("list volumes in " + root, failure);
        }
    }

    private static Set<String> fileNames(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        } catch (NoSuchFileException none) {
            return Set.of();
        }
    }

    Path data() {
        return place.resolve("data");
    }

    private Path mark() {
        return place.resolve("volume.json");
    }

    /** What it was created with; empty if there is no such volume. */
    Optional<Map<String, String>> options() throws IOException {
        try {
            return Optional.of(
                    PluginJson.read(Files.readAllBytes(mark()), Creation.class).options());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Makes its directory, empty, in place of what one left that was not completed. */
    void make() throws IOException {
        delete();
        Files.createDirectories(data());
    }

    /** From now on it is there. */
    void complete(Map<String, String> options) throws IOException {
        Path fresh = place.resolve("fresh.json");
        Files.write(fresh, PluginJson.write(new Creation(String.valueOf(place.getFileName()), options)));
        Files.move(fresh, mark(), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(mark());
        if (Files.isDirectory(place)) {
            Files.walkFileTree(place, new Deleting());
        }
    }

    /** Its holders since the machine was started, each as {@link #holder} has it: mounts do not outlive that. */
    Set<String> holders() throws IOException {
        return fileNames(held());
    }

    /** A file's name for whatever an engine calls a holder. */
    static String holder(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    void hold(String id) throws IOException {
        Files.createDirectories(held());
        Files.write(held().resolve(holder(id)), new byte[0]);
    }

    void letGo(String id) throws IOException {
        Files.deleteIfExists(held().resolve(holder(id)));
    }

    private Path held() throws IOException {
        try (BufferedReader boot = Files.newBufferedReader(BOOT)) {
            return place.resolve("held-" + boot.readLine());
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
