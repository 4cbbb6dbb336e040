package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whole directories. */
final class FileTrees {
    private FileTrees() {}

    /** Deletes it with all that is in it; links are not followed; nothing there is fine. */
    static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new Deletion());
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("delete " + tree + ": " + failure, failure);
        }
    }

    /** Bytes of its files, a file with several names once. */
    static long size(Path tree) {
        Sizes sizes = new Sizes();
        try {
            if (Files.isDirectory(tree)) {
                Files.walkFileTree(tree, sizes);
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("measure " + tree + ": " + failure, failure);
        }
        return sizes.total;
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Sizes extends SimpleFileVisitor<Path> {
        private final Set<Object> seen = new HashSet<>();
        private long total;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && seen.add(Objects.requireNonNullElse(attributes.fileKey(), file))) {
                total += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        /** A running container may delete what is being counted. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
