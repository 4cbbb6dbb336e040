package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A directory held open: whatever is renamed or replaced by links meanwhile, its entries are looked up in it and nowhere
 * else. Names are as in {@link ByteText}.
 */
public final class Directory implements AutoCloseable {
    private static final int FLAGS = OpenFlags.PATH | OpenFlags.DIRECTORY;

    private final Fd fd;

    private Directory(Fd fd) {
        this.fd = fd;
    }

    /** Follows symbolic links. @throws ErrnoException ENOENT, ENOTDIR ... */
    public static Directory open(Path path) {
        return new Directory(FileCalls.open(path, FLAGS, 0));
    }

    /**
     * A directory below this one as if this were {@code /}: no link and no {@code ..} leads out.
     *
     * @param path from here; empty or {@code .} for this directory
     */
    public Directory resolve(String path) {
        return new Directory(FileCalls.openInRoot(fd, path, FLAGS, 0));
    }

    /** The entry, which must be a directory and no link to one. */
    public Directory child(String name) {
        return new Directory(AtCalls.open(fd, entry(name), FLAGS, 0));
    }

    /** The directory's path for calls that take one, good while this is open. */
    public Path path() {
        return Path.of("/proc/self/fd/" + fd.number());
    }

    /** The entry's path, good while this is open; what may be a link must not be followed by the call it is for. */
    public Path path(String name) {
        check(name);
        return ByteText.child(path(), name);
    }

    /** The descriptor, for calls on the directory itself. */
    public Fd fd() {
        return fd;
    }

    /** The directory's status. */
    public FileStatus status() {
        return FileCalls.status(fd);
    }

    /** The entry's own status, also of a link. @throws ErrnoException ENOENT */
    public FileStatus status(String name) {
        return AtCalls.status(fd, entry(name));
    }

    /** The entry's own status, if there is one. */
    public Optional<FileStatus> find(String name) {
        try {
            return Optional.of(status(name));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Opens the entry, never what a link leads to. @param mode permissions of a file that is created */
    public Fd open(String name, int flags, int mode) {
        return AtCalls.open(fd, entry(name), flags, mode);
    }

    private static byte[] entry(String name) {
        check(name);
        return ByteText.encode(name);
    }

    private static void check(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals("..")) {
            throw new IllegalArgumentException("no name of an entry: '" + name + "'");
        }
    }

    /** The names of the entries, sorted; for directories of which it is known that they are small. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try (Entries entries = entries()) {
            entries.forEachRemaining(names::add);
        }
        Collections.sort(names);
        return names;
    }

    /** The names of the entries in the kernel's order, however many they are: one buffer of them is held. */
    public Entries entries() {
        try {
            return new Entries(Files.newDirectoryStream(path()));
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + path(), failure);
        }
    }

    /** Names that are read as they are asked for. */
    public static final class Entries implements Iterator<String>, AutoCloseable {
        private final DirectoryStream<Path> stream;
        private final Iterator<Path> paths;

        private Entries(DirectoryStream<Path> stream) {
            this.stream = stream;
            this.paths = stream.iterator();
        }

        @Override
        public boolean hasNext() {
            return paths.hasNext();
        }

        @Override
        public String next() {
            return ByteText.nameOf(paths.next());
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException failure) {
                throw new UncheckedIOException("close a list of entries", failure);
            }
        }
    }

    /** True if there is no entry. */
    public boolean isEmpty() {
        try (Entries entries = entries()) {
            return !entries.hasNext();
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
