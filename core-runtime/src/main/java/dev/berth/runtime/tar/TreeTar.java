package dev.berth.runtime.tar;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.Xattrs;
import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.NodeAttributes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a tree as an archive: sorted by name, so that the same tree gives the same bytes.
 * Links are written, not followed. Sockets are left out, and so is what vanishes while it is read.
 */
public final class TreeTar {
    private static final String OPAQUE = "trusted.overlay.opaque";

    private final TarWriter writer;
    private final Options options;
    private final FileContent content = new FileContent();
    private final Map<Inode, String> firstNames = new HashMap<>();

    private TreeTar(TarWriter writer, Options options) {
        this.writer = writer;
        this.options = options;
    }

    /**
     * @param name the root's own member's name; empty: the root gets no member and names are relative to it
     * @param grafts directories or files to be written in place of what is at a path, by path relative to the root
     * @param whiteouts true: {@code root} is an overlayfs upper directory and its whiteouts become {@code .wh.} members
     * @param filter what is left out
     */
    public record Options(String name, Map<String, Path> grafts, boolean whiteouts, Filter filter) {
        /** Contents only, as for {@code docker export}. */
        public static final Options CONTENTS = new Options("", Map.of(), false);

        /** An overlayfs upper directory as an image layer. */
        public static final Options LAYER = new Options("", Map.of(), true);

        public Options {
            grafts = Map.copyOf(grafts);
        }

        /** Options that leave nothing out. */
        public Options(String name, Map<String, Path> grafts, boolean whiteouts) {
            this(name, grafts, whiteouts, Filter.ALL);
        }
    }

    /** What of a tree is written. Paths are relative to its root. */
    public interface Filter {
        /** Everything. */
        Filter ALL = path -> true;

        /** False for a node that gets no member. */
        boolean wanted(String path);

        /** Whether something in a directory that is not wanted may be. */
        default boolean entered(String path) {
            return false;
        }
    }

    private record Inode(long device, long number) {}

    /** A node to be written: where it is, and its path from the root of the tree. */
    private record Node(Directory parent, String name, String path) {}

    /** What is in the directory, without the directory itself; names are relative to it. */
    public static void write(Path root, OutputStream out) throws IOException {
        write(root, out, Options.CONTENTS);
    }

    /** The tree, which may be a single file if the options name it. */
    public static void write(Path root, OutputStream out, Options options) throws IOException {
        try (TarWriter writer = new TarWriter(out)) {
            TreeTar tar = new TreeTar(writer, options);
            if (options.name.isEmpty()) {
                try (Directory directory = Directory.open(root)) {
                    tar.contents(directory, "");
                }
            } else {
                tar.graft(root, "");
            }
        }
    }

    private void contents(Directory directory, String path) throws IOException {
        SortedSet<String> names = new TreeSet<>(directory.names());
        for (String graft : options.grafts.keySet()) {
            int slash = graft.lastIndexOf('/');
            if ((slash < 0 ? "" : graft.substring(0, slash)).equals(path)) {
                names.add(graft.substring(slash + 1));
            }
        }
        for (String name : names) {
            String child = path.isEmpty() ? name : path + "/" + name;
            Path graft = options.grafts.get(child);
            if (graft != null) {
                graft(graft, child);
            } else {
                node(new Node(directory, name, child));
            }
        }
    }

    private void graft(Path source, String path) throws IOException {
        Path parent = source.getParent();
        try (Directory directory = Directory.open(parent == null ? Path.of("/") : parent)) {
            node(new Node(directory, parent == null ? "." : ByteText.nameOf(source), path));
        }
    }

    private String memberName(String path) {
        String separator = options.name.isEmpty() || path.isEmpty() ? "" : "/";
        return options.name + separator + path;
    }

    private void node(Node node) throws IOException {
        try {
            FileStatus status = node.parent.status(node.name);
            if (!options.filter.wanted(node.path)) {
                onlyContents(node, status);
            } else if (status.type() != FileCalls.S_IFSOCK && !writtenAsWhiteout(node, status)) {
                member(node, status);
            }
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT && failure.errno() != Errno.ELOOP) {
                throw new IOException("archive " + node.path + ": " + failure.getMessage(), failure);
            }
        }
    }

    private void onlyContents(Node node, FileStatus status) throws IOException {
        if (status.isDirectory() && options.filter.entered(node.path)) {
            try (Directory child = node.parent.child(node.name)) {
                contents(child, node.path);
            }
        }
    }

    private boolean writtenAsWhiteout(Node node, FileStatus status) throws IOException {
        boolean whiteout = options.whiteouts && status.type() == FileCalls.S_IFCHR && status.special() == 0;
        if (whiteout) {
            int slash = node.path.lastIndexOf('/') + 1;
            String name = node.path.substring(0, slash) + ".wh." + node.path.substring(slash);
            writer.add(TarEntry.file(memberName(name), TarMetadata.of(0600, status.modified()), 0));
        }
        return whiteout;
    }

    private void member(Node node, FileStatus status) throws IOException {
        String name = memberName(node.path);
        if (status.links() > 1 && !status.isDirectory()) {
            String first = firstNames.putIfAbsent(new Inode(status.device(), status.inode()), name);
            if (first != null) {
                writer.add(TarEntry.link(name, TarType.HARD_LINK, metadata(node, status), first));
                return;
            }
        }
        switch (status.type()) {
            case FileCalls.S_IFDIR -> directory(node, name, metadata(node, status));
            case FileCalls.S_IFLNK -> {
                Path target = Files.readSymbolicLink(node.parent.path(node.name));
                String text = ByteText.decode(ByteText.bytes(target));
                writer.add(TarEntry.link(name, TarType.SYMLINK, metadata(node, status), text));
            }
            case FileCalls.S_IFREG -> file(node, name);
            default -> writer.add(TarEntry.special(name, status, metadata(node, status)));
        }
    }

    private static TarMetadata metadata(Node node, FileStatus status) {
        return metadata(NodeAttributes.of(node.parent.path(node.name), status));
    }

    private static TarMetadata metadata(NodeAttributes attributes) {
        return new TarMetadata(
                attributes.permissions(),
                attributes.owner(),
                attributes.group(),
                attributes.modified(),
                attributes.xattrs());
    }

    private void directory(Node node, String name, TarMetadata metadata) throws IOException {
        try (Directory child = node.parent.child(node.name)) {
            writer.add(TarEntry.directory(name, metadata));
            if (options.whiteouts && Xattrs.get(child.path("."), OPAQUE).isPresent()) {
                writer.add(TarEntry.file(name + "/.wh..wh..opq", TarMetadata.of(0600, metadata.mtime()), 0));
            }
            contents(child, node.path);
        }
    }

    private void file(Node node, String name) throws IOException {
        try (Fd fd = node.parent.open(node.name, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0)) {
            FileStatus status = FileCalls.status(fd);
            if (status.isRegular()) {
                TarMetadata metadata = metadata(NodeAttributes.of(fd, status));
                TarEntry entry = TarEntry.file(name, metadata, status.size());
                writer.add(entry, fd, content);
            }
        }
    }
}
