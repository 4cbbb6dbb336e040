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
import dev.berth.linux.tree.TreeDelete;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Unpacks an archive into a directory and nowhere else: {@code ..} is refused, a symbolic link on the way is followed
 * only within the directory, and is replaced, never written through, where it is the last component. Owners, modes,
 * extended attributes, times, hard links and devices are restored.
 */
public final class TreeUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE_MARK = ".wh..wh..opq";

    private final UnpackPlace place;
    private final UnpackRules rules;
    private final FileContent files = new FileContent();
    private final Deque<LateDirectory> late = new ArrayDeque<>();
    private long bytes;

    private TreeUnpacker(UnpackPlace place, UnpackRules rules) {
        this.place = place;
        this.rules = rules;
    }

    /** Directories get their attributes at the end: making entries in them changes their times. */
    private record LateDirectory(MemberPath path, NodeAttributes attributes) {}

    /**
     * @param tar uncompressed; read to its end mark, not closed
     * @param directory exists; what is in it stays unless a member replaces it
     * @return bytes of content unpacked
     * @throws TarFormatException a bad archive, or a member that the rules refuse
     */
    public static long unpack(InputStream tar, Path directory, UnpackRules rules) throws IOException {
        try (Directory root = Directory.open(directory)) {
            return unpack(tar, root::resolve, rules);
        }
    }

    /** Unpacks into a place that is made of several directories. */
    public static long unpack(InputStream tar, UnpackPlace place, UnpackRules rules) throws IOException {
        TreeUnpacker unpacker = new TreeUnpacker(place, rules);
        TarReader reader = new TarReader(tar);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            unpacker.member(entry.get(), reader.content());
        }
        unpacker.finishDirectories();
        return unpacker.bytes;
    }

    private void member(TarEntry entry, InputStream content) throws IOException {
        MemberPath path = MemberPath.parse(entry.name());
        try {
            if (path.isRoot()) {
                late.push(new LateDirectory(path, attributes(entry)));
                return;
            }
            try (Directory parent = parent(path)) {
                if (rules.whiteouts() == UnpackRules.Whiteouts.OVERLAY
                        && path.name().startsWith(WHITEOUT)) {
                    whiteout(parent, path.name(), entry.metadata().mtime());
                } else {
                    node(parent, path, entry, content);
                }
            }
        } catch (ErrnoException | UncheckedIOException failure) {
            throw new IOException("unpack " + entry.name() + ": " + failure.getMessage(), failure);
        }
    }

    private Directory parent(MemberPath path) {
        try {
            return place.directory(path.parent());
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
        MemberPath missing = MemberPath.of(path.parent());
        try (Directory grandparent = parent(missing)) {
            makeDirectory(grandparent, missing.name(), 0755);
            return grandparent.child(missing.name());
        }
    }

    private static void makeDirectory(Directory parent, String name, int mode) {
        try {
            Path made = Files.createDirectory(parent.path(name));
            FileCalls.chmod(made, mode);
        } catch (IOException failure) {
            throw new UncheckedIOException("create directory " + name, failure);
        }
    }

    /** Its time stays too: a layer is to be written again as it was. */
    private static void whiteout(Directory parent, String name, Instant modified) {
        if (name.equals(OPAQUE_MARK)) {
            Xattrs.set(parent.path("."), "trusted.overlay.opaque", new byte[] {'y'});
        } else if (!name.startsWith(WHITEOUT + WHITEOUT) && name.length() > WHITEOUT.length()) {
            String hidden = name.substring(WHITEOUT.length());
            TreeDelete.delete(parent, hidden);
            FileCalls.mknod(parent.path(hidden), FileCalls.S_IFCHR, 0);
            FileCalls.setTimes(parent.path(hidden), modified, modified);
        }
    }

    private void node(Directory parent, MemberPath path, TarEntry entry, InputStream content) throws IOException {
        boolean directory = entry.type() == TarType.DIRECTORY;
        if (place.isFixed(path.toString())) {
            if (!directory) {
                throw new ErrnoException("unlink", path + ", a mount point", Errno.EBUSY.number());
            }
            return;
        }
        Optional<FileStatus> present = present(parent, path.name());
        boolean merge = directory && present.isPresent() && present.get().isDirectory();
        if (present.isPresent() && !merge) {
            checkReplacement(path, present.get(), directory);
            TreeDelete.delete(parent, path.name());
        }
        if (directory) {
            if (!merge) {
                makeDirectory(parent, path.name(), 0700);
            }
            late.push(new LateDirectory(path, attributes(entry)));
            return;
        }
        create(parent, path.name(), entry, content);
        if (entry.type() != TarType.HARD_LINK) {
            attributes(entry).applyTo(parent, path.name());
        }
    }

    private static Optional<FileStatus> present(Directory parent, String name) {
        try {
            return Optional.of(parent.status(name));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private void checkReplacement(MemberPath path, FileStatus present, boolean directory) throws TarFormatException {
        if (!rules.replaceOtherKind() && present.isDirectory() != directory) {
            String is = present.isDirectory() ? "directory" : "non-directory";
            String becomes = directory ? "directory" : "non-directory";
            throw new TarFormatException("cannot overwrite " + is + " \"" + path + "\" with " + becomes);
        }
    }

    private void create(Directory parent, String name, TarEntry entry, InputStream content) throws IOException {
        Path path = parent.path(name);
        switch (entry.type()) {
            case FILE -> file(path, entry, content);
            case HARD_LINK -> hardLink(path, entry);
            case SYMLINK -> Files.createSymbolicLink(path, ByteText.path(entry.linkName()));
            case FIFO -> FileCalls.mknod(path, FileCalls.S_IFIFO, 0);
            default -> device(path, entry);
        }
    }

    private void file(Path path, TarEntry entry, InputStream content) throws IOException {
        if (entry.size() > rules.maxBytes() - bytes) {
            throw new TarFormatException("the content is larger than the limit of " + rules.maxBytes() + " bytes");
        }
        bytes += entry.size();
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd file = FileCalls.open(path, flags, 0600)) {
            files.write(content, file);
        }
    }

    private void hardLink(Path path, TarEntry entry) throws IOException {
        MemberPath target = MemberPath.parse(entry.linkName());
        if (target.isRoot()) {
            throw new TarFormatException("hard link " + entry.name() + " to the root of the archive");
        }
        try (Directory parent = place.directory(target.parent())) {
            FileCalls.link(parent.path(target.name()), path);
        }
    }

    private void device(Path path, TarEntry entry) throws TarFormatException {
        if (!rules.devices()) {
            throw new TarFormatException("member " + entry.name() + " is a device, which is not allowed here");
        }
        int type = entry.type() == TarType.CHAR_DEVICE ? FileCalls.S_IFCHR : FileCalls.S_IFBLK;
        TarEntry.Device device = entry.device();
        FileCalls.mknod(path, type, FileStatus.device(device.major(), device.minor()));
    }

    private NodeAttributes attributes(TarEntry entry) {
        TarMetadata metadata = entry.metadata();
        return new NodeAttributes(
                rules.owners() ? metadata.uid() : 0,
                rules.owners() ? metadata.gid() : 0,
                metadata.mode(),
                metadata.mtime(),
                metadata.mtime(),
                metadata.xattrs());
    }

    private void finishDirectories() throws IOException {
        for (LateDirectory directory : late) {
            try {
                finish(directory);
            } catch (ErrnoException failure) {
                // A later member has put something else in its place.
                if (failure.errno() != Errno.ENOENT
                        && failure.errno() != Errno.ENOTDIR
                        && failure.errno() != Errno.ELOOP) {
                    throw new IOException("unpack " + directory.path + ": " + failure.getMessage(), failure);
                }
            }
        }
    }

    private void finish(LateDirectory directory) {
        MemberPath path = directory.path;
        if (path.isRoot()) {
            try (Directory root = place.directory("")) {
                directory.attributes.applyTo(root, ".");
            }
            return;
        }
        try (Directory parent = place.directory(path.parent());
                Directory self = parent.child(path.name())) {
            directory.attributes.applyTo(self, ".");
        }
    }
}
