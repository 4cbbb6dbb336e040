package dev.berth.volume;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that has the volumes'.
 *
 * @param path absolute
 */
record VolumeRoot(Path path) {
    /** What is being made or deleted; no volume's name begins so. */
    private static final String TEMPORARY = ".tmp-";

    /** Makes the directory, and deletes what a crash left half made or half deleted. */
    void prepare() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                FileCalls.chmod(path, 0701);
            }
        } catch (IOException failure) {
            throw new SystemFailure("create " + path + ": " + failure.getMessage(), failure);
        }
        entries().filter(name -> name.startsWith(TEMPORARY)).forEach(name -> TreeDelete.delete(path.resolve(name)));
    }

    private Stream<String> entries() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        } catch (IOException failure) {
            throw new SystemFailure("list " + path + ": " + failure.getMessage(), failure);
        }
    }

    List<String> names() {
        return entries()
                .filter(VolumeName::isValid)
                .filter(name -> directory(name).exists())
                .toList();
    }

    VolumeDirectory directory(String name) {
        return new VolumeDirectory(path.resolve(name));
    }

    /** True also if it is not readable; false for a name that no volume can have. */
    boolean has(String name) {
        return VolumeName.isValid(name) && directory(name).exists();
    }

    /** The volume's directory. @throws NotFound there is none, also for a name that no volume can have */
    VolumeDirectory existing(String name) {
        if (!has(name)) {
            throw new NotFound("no such volume");
        }
        return directory(name);
    }

    /** A place beside the volumes. Names of 255 bytes are allowed, so the name itself cannot be part of it. */
    Path temporary(String name) {
        return path.resolve(TEMPORARY + Integer.toHexString(name.hashCode()) + "-" + System.nanoTime());
    }

    /** @throws SystemFailure the volume's directory is a link that leads out of here */
    Path realPathInside(VolumeDirectory directory) {
        Path real = realPath(directory.path());
        if (!real.startsWith(realPath(path))) {
            throw new SystemFailure(
                    "unable to remove a directory outside of the local volume root " + path + ": " + real);
        }
        return real;
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException failure) {
            throw new SystemFailure("resolve " + path + ": " + failure.getMessage(), failure);
        }
    }
}
