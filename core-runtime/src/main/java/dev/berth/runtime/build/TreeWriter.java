package dev.berth.runtime.build;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.NodeAttributes;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.runtime.dockerfile.PathPatterns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes copies into a directory, on what is there: directories are joined, anything else is replaced and never written
 * through. Modes, times, extended attributes and hard links are kept, owners if nobody else is to have it all.
 */
final class TreeWriter {
    private static final int SET_ID = 06000;

    private final Optional<CopyOwner> owner;
    private final OptionalInt mode;
    private final PathPatterns excludes;
    private final Map<Inode, String> firstNames = new HashMap<>();

    /** @param owner of everything written; empty: as it was @param mode of everything written; empty: as it was */
    TreeWriter(Optional<CopyOwner> owner, OptionalInt mode, PathPatterns excludes) {
        this.owner = owner;
        this.mode = mode;
        this.excludes = excludes;
    }

    private record Inode(long device, long number) {}

    private record Node(Directory parent, String name, FileStatus status) {
        Path path() {
            return parent.path(name);
        }
    }

    /** What is in one directory, into another. */
    void contents(Directory from, Directory to) {
        firstNames.clear();
        contents(from, to, "", to);
    }

    private void contents(Directory from, Directory to, String prefix, Directory top) {
        for (String name : from.names()) {
            FileStatus status = from.status(name);
            String path = prefix + name;
            boolean excluded = excludes.matches(path);
            boolean wanted = !excluded || (status.isDirectory() && excludes.hasExceptions() && keeps(from, name, path));
            if (wanted && status.type() != FileCalls.S_IFSOCK) {
                node(new Node(from, name, status), to, name, path, top);
            }
        }
    }

    /** True if something in an excluded directory is taken back. */
    private boolean keeps(Directory parent, String name, String path) {
        try (Directory directory = parent.child(name)) {
            for (String each : directory.names()) {
                String below = path + "/" + each;
                if (!excludes.matches(below) || directory.status(each).isDirectory() && keeps(directory, each, below)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A single file, under a name of its own. @param source without links */
    void file(Path source, Directory to, String name) {
        try (Directory from =
                Directory.open(Optional.ofNullable(source.getParent()).orElse(Path.of("/")))) {
            String own = ByteText.nameOf(source);
            node(new Node(from, own, from.status(own)), to, name, name, to);
        }
    }

    private void node(Node node, Directory to, String name, String path, Directory top) {
        FileStatus status = node.status;
        Optional<FileStatus> present = to.find(name);
        boolean join =
                status.isDirectory() && present.filter(FileStatus::isDirectory).isPresent();
        if (present.isPresent() && !join) {
            TreeDelete.delete(to, name);
        }
        if (status.links() > 1 && !status.isDirectory()) {
            String first = firstNames.putIfAbsent(new Inode(status.device(), status.inode()), path);
            if (first != null) {
                link(top, first, to.path(name));
                return;
            }
        }
        NodeAttributes attributes = attributes(node.path(), status);
        switch (status.type()) {
            case FileCalls.S_IFDIR -> {
                if (!join) {
                    makeDirectory(to, name, path);
                }
                try (Directory below = node.parent.child(node.name);
                        Directory target = to.child(name)) {
                    contents(below, target, path + "/", top);
                }
            }
            case FileCalls.S_IFLNK, FileCalls.S_IFREG -> copy(node.path(), to.path(name));
            default -> FileCalls.mknod(to.path(name), status.type() | 0600, status.special());
        }
        attributes.applyTo(to, name);
    }

    private static void link(Directory top, String first, Path name) {
        int slash = first.lastIndexOf('/');
        try (Directory parent = top.resolve(slash < 0 ? "." : first.substring(0, slash))) {
            FileCalls.link(parent.path(first.substring(slash + 1)), name);
        }
    }

    private static void makeDirectory(Directory to, String name, String path) {
        try {
            Files.createDirectory(to.path(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("create directory " + path, failure);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failure) {
            throw new UncheckedIOException("copy " + from.getFileName(), failure);
        }
    }

    private NodeAttributes attributes(Path path, FileStatus status) {
        NodeAttributes own = NodeAttributes.of(path, status);
        // A change of owner takes set-user-id off, as chown(2) does and with it Docker.
        int kept = owner.isPresent() && status.isRegular() ? own.permissions() & ~SET_ID : own.permissions();
        return new NodeAttributes(
                owner.map(CopyOwner::user).orElse(own.owner()),
                owner.map(CopyOwner::group).orElse(own.group()),
                mode.orElse(kept),
                own.accessed(),
                own.modified(),
                own.xattrs());
    }
}
