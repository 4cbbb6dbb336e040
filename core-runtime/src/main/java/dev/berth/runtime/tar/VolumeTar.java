package dev.berth.runtime.tar;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.linux.sys.SparseFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a whole volume, its root included, as an archive in which holes stay holes. Entries come in the kernel's order, so
 * that no directory is held whole; links are written, not followed; sockets are left out, and so is what vanishes while it
 * is read. For one thread.
 */
public final class VolumeTar {
    private static final String ROOT = ".";
    private static final int READ = OpenFlags.READ_ONLY | OpenFlags.NONBLOCK | OpenFlags.NO_CTTY | OpenFlags.NO_ATIME;
    private static final Set<Errno> GONE = EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);
    private static final int UNIT = 512;
    private static final int MOST_EXTENTS = 1 << 16;

    private final TarWriter writer;
    private final FileContent content = new FileContent();
    private final Map<Inode, String> firstNames = new HashMap<>();

    private VolumeTar(TarWriter writer) {
        this.writer = writer;
    }

    private record Inode(long device, long number) {}

    /** @param out flushed, not closed */
    public static void write(Path root, OutputStream out) throws IOException {
        try (Fd directory = FileCalls.open(root, READ | OpenFlags.DIRECTORY, 0);
                TarWriter writer = new TarWriter(out)) {
            new VolumeTar(writer).directory(directory, ROOT);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private void directory(Fd directory, String path) throws IOException {
        FileStatus status = FileCalls.status(directory);
        writer.add(TarEntry.directory(path, metadata(status, xattrs(directory))));
        AtCalls.entries(directory, (name, type) -> entry(directory, name, type, path + "/" + ByteText.decode(name)));
    }

    private void entry(Fd parent, byte[] name, int type, String path) {
        try {
            if (type == FileCalls.S_IFREG) {
                file(parent, name, path);
            } else {
                member(parent, name, path, AtCalls.status(parent, name));
            }
        } catch (ErrnoException failure) {
            if (!GONE.contains(failure.errno())) {
                throw new UncheckedIOException(
                        new IOException("archive " + path + ": " + failure.getMessage(), failure));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void member(Fd parent, byte[] name, String path, FileStatus status) throws IOException {
        if (status.type() == FileCalls.S_IFSOCK || !status.isRegular() && wroteAsLink(parent, name, path, status)) {
            return;
        }
        switch (status.type()) {
            case FileCalls.S_IFDIR -> {
                try (Fd child = AtCalls.open(parent, name, READ | OpenFlags.DIRECTORY, 0)) {
                    directory(child, path);
                }
            }
            case FileCalls.S_IFREG -> file(parent, name, path);
            case FileCalls.S_IFLNK -> {
                String target = ByteText.decode(AtCalls.readLink(parent, name));
                writer.add(TarEntry.link(path, TarType.SYMLINK, metadata(status, xattrs(parent, name)), target));
            }
            default -> writer.add(TarEntry.special(path, status, metadata(status, xattrs(parent, name))));
        }
    }

    private boolean wroteAsLink(Fd parent, byte[] name, String path, FileStatus status) throws IOException {
        if (status.links() < 2 || status.isDirectory()) {
            return false;
        }
        String first = firstNames.putIfAbsent(new Inode(status.device(), status.inode()), path);
        if (first != null) {
            TarMetadata metadata = metadata(status, xattrs(parent, name));
            writer.add(TarEntry.link(path, TarType.HARD_LINK, metadata, first));
        }
        return first != null;
    }

    private void file(Fd parent, byte[] name, String path) throws IOException {
        try (Fd file = AtCalls.open(parent, name, READ, 0)) {
            FileStatus status = FileCalls.status(file);
            // Else it was replaced since it was listed.
            if (status.isRegular() && !wroteAsLink(parent, name, path, status)) {
                file(file, path, status);
            }
        }
    }

    private void file(Fd file, String path, FileStatus status) throws IOException {
        TarEntry entry = TarEntry.file(path, metadata(status, xattrs(file)), status.size());
        Optional<SparseMap> map = holes(file, status);
        if (map.isPresent()) {
            writer.add(entry, map.get(), file, content);
        } else {
            writer.add(entry, file, content);
        }
    }

    private static TarMetadata metadata(FileStatus status, SortedMap<String, byte[]> xattrs) {
        return new TarMetadata(status.permissions(), status.owner(), status.group(), status.modified(), xattrs);
    }

    private static SortedMap<String, byte[]> xattrs(Fd file) {
        List<byte[]> names = RawXattrs.list(file);
        if (names.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        names.forEach(name -> RawXattrs.get(file, name).ifPresent(value -> xattrs.put(ByteText.decode(name), value)));
        return xattrs;
    }

    private static SortedMap<String, byte[]> xattrs(Fd parent, byte[] entry) {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        RawXattrs.list(parent, entry)
                .forEach(name -> RawXattrs.get(parent, entry, name)
                        .ifPresent(value -> xattrs.put(ByteText.decode(name), value)));
        return xattrs;
    }

    /** Empty if it has none, or more than it would be worth. */
    private static Optional<SparseMap> holes(Fd file, FileStatus status) {
        if (status.blocks() * UNIT >= status.size()) {
            return Optional.empty();
        }
        List<SparseFiles.Extent> data = new ArrayList<>();
        long end = 0;
        Optional<SparseFiles.Extent> next = SparseFiles.next(file, 0);
        while (next.isPresent() && next.get().offset() < status.size()) {
            long offset = next.get().offset();
            long length = Math.min(next.get().length(), status.size() - offset);
            data.add(new SparseFiles.Extent(offset, length));
            if (data.size() > MOST_EXTENTS) {
                return Optional.empty();
            }
            end = offset + length;
            next = SparseFiles.next(file, end);
        }
        if (end < status.size()) {
            // GNU tar makes a file as long as its last stretch of data reaches.
            data.add(new SparseFiles.Extent(status.size(), 0));
        }
        return Optional.of(new SparseMap(status.size(), data));
    }
}
