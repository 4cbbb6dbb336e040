package dev.berth.runtime.build;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.PathPatterns;
import dev.berth.runtime.image.Decompression;
import dev.berth.runtime.image.DiskReserve;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The client's files, unpacked in a directory that nobody else works in. */
final class BuildContext {
    /** Devices are refused; whose a file was does not matter, as everything copied is root's. */
    private static final UnpackRules RULES = new UnpackRules(false, false, UnpackRules.Whiteouts.PLAIN, true);

    private static final String USUAL = "Dockerfile";

    private final Path directory;
    private final SourceTree tree;

    private BuildContext(Path directory) {
        this.directory = directory;
        this.tree = new SourceTree(directory);
    }

    /**
     * Unpacks an archive, compressed or not.
     *
     * @throws EngineException.InvalidParameter it is none, or a member would lie outside
     */
    static BuildContext unpack(InputStream archive, Path directory) {
        try {
            Files.createDirectory(directory);
            try (InputStream plain = Decompression.open(archive)) {
                TreeUnpacker.unpack(plain, directory, DiskReserve.limit(RULES, directory));
            }
            return new BuildContext(directory);
        } catch (TarFormatException bad) {
            throw new EngineException.InvalidParameter("Error processing tar file: " + bad.getMessage(), bad);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read the build context: " + failure.getMessage(), failure);
        }
    }

    /** A context of a Dockerfile and nothing else. */
    static BuildContext of(byte[] dockerfile, Path directory) {
        try {
            Files.createDirectory(directory);
            Files.write(directory.resolve(USUAL), dockerfile);
            return new BuildContext(directory);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("write the build context: " + failure.getMessage(), failure);
        }
    }

    SourceTree tree() {
        return tree;
    }

    /**
     * The text of the Dockerfile. If {@code .dockerignore} leaves it out it is deleted, and so is {@code .dockerignore}:
     * clients send both in any case.
     *
     * @throws EngineException.SystemFailure there is no such file
     * @throws EngineException.InvalidParameter it is empty, or lies outside
     */
    String dockerfile(String name) {
        String path = CopySources.clean(name);
        if (tree.status(path).isEmpty()) {
            String lower = path.toLowerCase(Locale.ROOT);
            if (!path.equals(USUAL) || tree.status(lower).isEmpty()) {
                throw new EngineException.SystemFailure("Cannot locate specified Dockerfile: " + name);
            }
            path = lower;
        }
        String text = read(path);
        if (text.isEmpty()) {
            throw new EngineException.InvalidParameter("the Dockerfile (" + name + ") cannot be empty");
        }
        removeIgnored(path);
        return text;
    }

    private String read(String path) {
        try (Fd fd = tree.open(path);
                InputStream in = FdStreams.input(fd)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + path + ": " + failure.getMessage(), failure);
        }
    }

    private void removeIgnored(String dockerfile) {
        if (tree.status(".dockerignore").isEmpty()) {
            return;
        }
        PathPatterns patterns = PathPatterns.ofFile(read(".dockerignore"));
        for (String path : List.of(".dockerignore", dockerfile)) {
            if (patterns.matches(path)) {
                TreeDelete.delete(directory.resolve(path));
            }
        }
    }
}
