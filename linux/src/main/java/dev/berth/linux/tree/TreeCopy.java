package dev.berth.linux.tree;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.SparseFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Copies a tree as it is: owners, modes, times, extended attributes, hard links, symbolic links, devices, FIFOs and
 * holes. Sockets are left out, for they are nobody's data.
 */
public final class TreeCopy {
    private static final Set<Errno> NOT_IN_KERNEL =
            EnumSet.of(Errno.EXDEV, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS);
    private static final int BUFFER = 1 << 17;

    private final Directory targetRoot;
    private final Map<Inode, String> firstNames = new HashMap<>();

    private TreeCopy(Directory targetRoot) {
        this.targetRoot = targetRoot;
    }

    private record Inode(long device, long number) {}

    /**
     * Copies what is in {@code source} and the directory's own attributes.
     *
     * @param target an empty directory
     * @throws ErrnoException the kernel refuses something; what was copied stays for the caller to delete
     */
    public static void copy(Path source, Path target) {
        try (Directory from = Directory.open(source);
                Directory to = Directory.open(target)) {
            new TreeCopy(to).contents(from, to, "");
            NodeAttributes.of(from.path("."), from.status()).applyTo(to, ".");
        }
    }

    private void contents(Directory from, Directory to, String prefix) {
        for (String name : from.names()) {
            FileStatus status = from.status(name);
            if (status.type() != FileCalls.S_IFSOCK) {
                node(from, to, name, prefix + name, status);
            }
        }
    }

    private void node(Directory from, Directory to, String name, String path, FileStatus status) {
        if (status.links() > 1 && !status.isDirectory()) {
            String first = firstNames.putIfAbsent(new Inode(status.device(), status.inode()), path);
            if (first != null) {
                linkTo(first, to.path(name));
                return;
            }
        }
        switch (status.type()) {
            case FileCalls.S_IFDIR -> directory(from, to, name, path);
            case FileCalls.S_IFLNK -> symbolicLink(from, to, name);
            case FileCalls.S_IFREG -> content(from.path(name), to.path(name));
            default -> FileCalls.mknod(to.path(name), status.type() | 0600, status.special());
        }
        NodeAttributes.of(from.path(name), status).applyTo(to, name);
    }

    private void linkTo(String first, Path link) {
        int slash = first.lastIndexOf('/');
        try (Directory parent = targetRoot.resolve(slash < 0 ? "." : first.substring(0, slash))) {
            FileCalls.link(parent.path(first.substring(slash + 1)), link);
        }
    }

    private void directory(Directory from, Directory to, String name, String path) {
        try {
            Files.createDirectory(to.path(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("create directory " + path, failure);
        }
        try (Directory fromChild = from.child(name);
                Directory toChild = to.child(name)) {
            contents(fromChild, toChild, path + "/");
        }
    }

    private static void symbolicLink(Directory from, Directory to, String name) {
        try {
            Files.createSymbolicLink(to.path(name), Files.readSymbolicLink(from.path(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException("copy symbolic link " + name, failure);
        }
    }

    private static void content(Path from, Path to) {
        int read = OpenFlags.READ_ONLY | OpenFlags.NOFOLLOW | OpenFlags.NONBLOCK;
        int create = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd source = FileCalls.open(from, read, 0);
                Fd target = FileCalls.open(to, create, 0600)) {
            try {
                SparseFiles.copy(source, target);
            } catch (ErrnoException failure) {
                if (!NOT_IN_KERNEL.contains(failure.errno())) {
                    throw failure;
                }
                copyByReading(source, target);
            }
        }
    }

    private static void copyByReading(Fd source, Fd target) {
        long size = FileCalls.status(source).size();
        for (SparseFiles.Extent extent : SparseFiles.extents(source)) {
            SparseFiles.position(source, extent.offset());
            SparseFiles.position(target, extent.offset());
            copyBytes(source, target, extent.length());
        }
        SparseFiles.truncate(target, size);
    }

    // The streams are views of descriptors that the caller closes.
    @SuppressWarnings("resource")
    private static void copyBytes(Fd source, Fd target, long length) {
        InputStream in = FdStreams.input(source);
        OutputStream out = FdStreams.output(target);
        byte[] buffer = new byte[BUFFER];
        try {
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("copy " + source + " to " + target, failure);
        }
    }
}
