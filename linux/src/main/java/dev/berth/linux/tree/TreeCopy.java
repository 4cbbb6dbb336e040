package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a tree as it is: owners, modes, times, extended attributes, hard links, symbolic links, devices, FIFOs, sockets
 * and holes. Entries are asked for by the bytes of their names in directories that are held open. No listing is held; a
 * descriptor of either tree is open for each level of it.
 */
public final class TreeCopy {
    /** Characters, of up to four bytes each, that are less than PATH_MAX. */
    private static final int SHORT = 1000;

    private final Fd targetRoot;
    private final CopyThread second;
    private final boolean ofLayer;
    private final Map<Inode, String> firstNames = new HashMap<>();

    private TreeCopy(Fd targetRoot, CopyThread second, boolean ofLayer) {
        this.targetRoot = targetRoot;
        this.second = second;
        this.ofLayer = ofLayer;
    }

    private record Inode(long device, long number) {}

    /**
     * Copies what is in {@code source} and the directory's own attributes.
     *
     * @param target an empty directory
     * @throws ErrnoException the kernel refuses something; what was copied stays for the caller to delete
     */
    public static void copy(Path source, Path target) {
        copy(source, target, false);
    }

    /**
     * As {@link #copy}, of a directory of an overlayfs layer: its whiteouts are left out.
     *
     * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories">overlayfs</a>
     */
    public static void copyLayer(Path source, Path target) {
        copy(source, target, true);
    }

    private static void copy(Path source, Path target, boolean ofLayer) {
        try (Fd from = FileCalls.open(source, CopiedDirectory.OPEN, 0);
                Fd to = FileCalls.open(target, CopiedDirectory.OPEN, 0);
                CopyThread second = new CopyThread()) {
            new TreeCopy(to, second, ofLayer).directory(CopiedDirectory.root(from, to));
            second.finish();
        }
    }

    private void directory(CopiedDirectory directory) {
        try {
            AtCalls.entries(directory.from(), name -> entry(directory, name));
        } catch (RuntimeException | Error failure) {
            directory.spoil();
            throw failure;
        } finally {
            directory.done();
        }
    }

    private void entry(CopiedDirectory in, byte[] name) {
        second.rethrow();
        FileStatus status = AtCalls.status(in.from(), name);
        if (ofLayer && isWhiteout(status)) {
            return;
        }
        boolean ofSeveralNames = status.links() > 1 && !status.isDirectory();
        if (ofSeveralNames && isLinked(in, name, status)) {
            return;
        }
        switch (status.type()) {
            case FileCalls.S_IFDIR -> directory(in.child(name, status));
            case FileCalls.S_IFREG -> {
                FileCopy file = new FileCopy(in, name, status);
                if (ofSeveralNames) {
                    second.copyHere(file);
                } else {
                    second.copy(file);
                }
            }
            case FileCalls.S_IFLNK -> {
                AtCalls.makeLink(AtCalls.readLink(in.from(), name), in.to(), name);
                CopiedAttributes.ofEntry(in, name, status);
            }
            default -> {
                AtCalls.makeNode(in.to(), name, status.type() | 0600, status.special());
                CopiedAttributes.ofEntry(in, name, status);
            }
        }
    }

    private static boolean isWhiteout(FileStatus status) {
        return status.type() == FileCalls.S_IFCHR && status.special() == 0;
    }

    /** Links it to the name under which its file was copied; false if it is the first. */
    private boolean isLinked(CopiedDirectory in, byte[] name, FileStatus status) {
        String path = in.path() + "/" + ByteText.decode(name);
        String first = firstNames.putIfAbsent(new Inode(status.device(), status.inode()), path);
        if (first == null) {
            return false;
        }
        int slash = first.lastIndexOf('/');
        try (Fd parent = opened(first.substring(0, slash))) {
            AtCalls.link(parent, ByteText.encode(first.substring(slash + 1)), in.to(), name);
        }
        return true;
    }

    /** A directory of the copy; step by step if the kernel may not take so long a path at once. */
    private Fd opened(String path) {
        if (path.length() < SHORT) {
            return FileCalls.openInRoot(targetRoot, path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
        }
        Fd directory = targetRoot.duplicate(CopiedDirectory.LEAST_DESCRIPTOR);
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                try (Fd parent = directory) {
                    directory = AtCalls.open(parent, ByteText.encode(name), OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
                }
            }
        }
        return directory;
    }
}
