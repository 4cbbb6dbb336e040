package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a container changed: its upper directory compared with the layers below. */
final class UpperChanges extends SimpleFileVisitor<Path> {
    private final Path upper;
    private final LayerView below;
    private final Map<String, Integer> kinds = new TreeMap<>();

    private UpperChanges(Path upper, LayerView below) {
        this.upper = upper;
        this.below = below;
    }

    /** Sorted by path; a directory in which something was added or deleted counts as modified, as Docker has it. */
    static List<FilesystemChange> of(Path upper, LayerView below) {
        UpperChanges changes = new UpperChanges(upper, below);
        try {
            Files.walkFileTree(upper, changes);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("list changes in " + upper + ": " + failure, failure);
        }
        return changes.kinds.entrySet().stream()
                .map(entry -> new FilesystemChange(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (!directory.equals(upper)) {
            record(directory);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        record(file);
        return FileVisitResult.CONTINUE;
    }

    /** A running container may delete what is being listed. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private void record(Path changed) {
        Optional<FileStatus> found = LayerView.lookUp(changed);
        if (found.isEmpty()) {
            return;
        }
        Path path = upper.relativize(changed);
        Optional<FileStatus> before = below.status(path);
        if (LayerView.isWhiteout(found.get())) {
            add(path, FilesystemChange.DELETED);
        } else if (before.isEmpty()) {
            add(path, FilesystemChange.ADDED);
        } else if (!isSameDirectory(found.get(), before.get())) {
            kinds.put("/" + path, FilesystemChange.MODIFIED);
        }
    }

    private void add(Path path, int kind) {
        kinds.put("/" + path, kind);
        if (path.getParent() != null) {
            kinds.putIfAbsent("/" + path.getParent(), FilesystemChange.MODIFIED);
        }
    }

    private static boolean isSameDirectory(FileStatus now, FileStatus before) {
        return now.type() == FileCalls.S_IFDIR
                && before.type() == FileCalls.S_IFDIR
                && now.permissions() == before.permissions()
                && now.modified().equals(before.modified());
    }
}
