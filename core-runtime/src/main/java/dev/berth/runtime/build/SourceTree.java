package dev.berth.runtime.build;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.tree.Directory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files to copy from: a context, an image, what was fetched. Links are followed as if its root were {@code /}, so that
 * none leads out.
 */
record SourceTree(Path root) {
    /** What a path leads to, links followed; empty if to nothing. */
    Optional<FileStatus> status(String path) {
        try (Fd fd = FileCalls.openInRoot(root, path, OpenFlags.PATH, 0)) {
            return Optional.of(FileCalls.status(fd));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Opens what is to be read, links followed. */
    Fd open(String path) {
        return FileCalls.openInRoot(root, path, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0);
    }

    /** The directory, links followed. */
    Directory directory(String path) {
        try (Directory top = Directory.open(root)) {
            return top.resolve(path);
        }
    }

    /** Where a path leads, without links on it, for calls that take a path of this host. */
    Path real(String path) {
        try (Fd fd = FileCalls.openInRoot(root, path, OpenFlags.PATH, 0)) {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number()));
        } catch (IOException failure) {
            throw new UncheckedIOException("resolve " + path, failure);
        }
    }

    /** Every path that the pattern fits, sorted; links are not followed on the way. */
    List<String> matching(Pattern pattern) {
        List<String> found = new ArrayList<>();
        try (Directory top = Directory.open(root)) {
            collect(top, "", pattern, found);
        }
        return found;
    }

    private static void collect(Directory at, String prefix, Pattern pattern, List<String> found) {
        for (String name : at.names()) {
            String path = prefix + name;
            if (pattern.matcher(path).matches()) {
                found.add(path);
            }
            if (at.status(name).isDirectory()) {
                try (Directory child = at.child(name)) {
                    collect(child, path + "/", pattern, found);
                }
            }
        }
    }
}
