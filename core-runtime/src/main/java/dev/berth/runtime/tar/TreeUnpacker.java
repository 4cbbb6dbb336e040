package dev.berth.runtime.tar;

import dev.berth.linux.sys.AtCalls;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Unpacks an archive into a directory and nowhere else: {@code ..} is refused, a symbolic link on the way is followed
 * only within the directory, and is replaced, never written through, where it is the last component. Owners, modes,
 * extended attributes, times, hard links and devices are restored.
 */
public final class TreeUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE_MARK = ".wh..wh..opq";

    private static final String OVERLAY = "trusted.overlay.";

    private final UnpackPlace place;
    private final UnpackRules rules;
    private final MemberDirectories directories;
    private final FileContent files = new FileContent();
    private final Deque<LateDirectory> late = new ArrayDeque<>();
    private long bytes;
    private long members;

    private TreeUnpacker(UnpackPlace place, UnpackRules rules, MemberDirectories directories) {
        this.place = place;
        this.rules = rules;
        this.directories = directories;
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
        try (MemberDirectories directories = new MemberDirectories(place)) {
            TreeUnpacker unpacker = new TreeUnpacker(place, rules, directories);
            TarReader reader = new TarReader(tar);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                unpacker.member(entry.get(), reader.content());
            }
            unpacker.finishDirectories();
            return unpacker.bytes;
        }
    }

    private void member(TarEntry entry, InputStream content) throws IOException {
        MemberPath path = MemberPath.parse(entry.name());
        count(entry);
        try {
            if (path.isRoot()) {
                late.push(new LateDirectory(path, attributes(entry)));
                return;
            }
            Directory parent = directories.made(path.parent());
            if (rules.whiteouts() == UnpackRules.Whiteouts.OVERLAY
                    && path.name().startsWith(WHITEOUT)) {
                whiteout(parent, path.name(), entry.metadata().mtime());
            } else {
                node(parent, path, entry, content);
            }
        } catch (ErrnoException | UncheckedIOException failure) {
            throw new IOException("unpack " + entry.name() + ": " + failure.getMessage(), failure);
        }
    }

    /** What does not fit is refused before anything of it is written. */
    private void count(TarEntry entry) throws TarFormatException {
        members++;
        if (members > rules.maxMembers()) {
            throw new TarFormatException("the archive has more than the limit of " + rules.maxMembers() + " members");
        }
        if (entry.size() > rules.maxBytes() - bytes) {
            throw new TarFormatException("the content is larger than the limit of " + rules.maxBytes() + " bytes");
        }
        bytes += entry.size();
    }

    /** Its time stays too: a layer is to be written again as it was. */
    private void whiteout(Directory parent, String name, Instant modified) throws TarFormatException {
        String hidden = name.substring(WHITEOUT.length());
        if (name.equals(OPAQUE_MARK)) {
            Xattrs.set(parent.path("."), OVERLAY + "opaque", new byte[] {'y'});
        } else if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new TarFormatException("whiteout '" + name + "' hides no file");
        } else if (!hidden.startsWith(WHITEOUT)) {
            delete(parent, hidden);
            FileCalls.mknod(parent.path(hidden), FileCalls.S_IFCHR, 0);
            FileCalls.setTimes(parent.path(hidden), modified, modified);
        }
    }

    private void delete(Directory parent, String name) {
        TreeDelete.delete(parent, name);
        directories.expire();
    }

    private void node(Directory parent, MemberPath path, TarEntry entry, InputStream content) throws IOException {
        boolean directory = entry.type() == TarType.DIRECTORY;
        if (place.isFixed(path.toString())) {
            if (!directory) {
                throw new ErrnoException("unlink", path + ", a mount point", Errno.EBUSY.number());
            }
            return;
        }
        Optional<FileStatus> present = parent.find(path.name());
        boolean merge = directory && present.isPresent() && present.get().isDirectory();
        if (present.isPresent() && !merge) {
            checkReplacement(path, present.get(), directory);
            delete(parent, path.name());
        }
        if (directory) {
            if (!merge) {
                AtCalls.makeDirectory(parent.fd(), ByteText.encode(path.name()), 0700);
            }
            late.push(new LateDirectory(path, attributes(entry)));
        } else if (entry.type() == TarType.FILE) {
            file(parent, path.name(), entry, content);
        } else if (entry.type() == TarType.HARD_LINK) {
            hardLink(parent.path(path.name()), entry);
        } else {
            special(parent.path(path.name()), entry);
            attributes(entry).applyTo(parent, path.name());
        }
    }

    private void checkReplacement(MemberPath path, FileStatus present, boolean directory) throws TarFormatException {
        if (!rules.replaceOtherKind() && present.isDirectory() != directory) {
            String is = present.isDirectory() ? "directory" : "non-directory";
            String becomes = directory ? "directory" : "non-directory";
            throw new TarFormatException("cannot overwrite " + is + " \"" + path + "\" with " + becomes);
        }
    }

    private void file(Directory parent, String name, TarEntry entry, InputStream content) throws IOException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd file = parent.open(name, flags, 0600)) {
            files.write(content, file);
            attributes(entry).applyTo(file);
        }
    }

    private void special(Path path, TarEntry entry) throws IOException {
        switch (entry.type()) {
            case SYMLINK -> Files.createSymbolicLink(path, ByteText.path(entry.linkName()));
            case FIFO -> FileCalls.mknod(path, FileCalls.S_IFIFO, 0);
            default -> device(path, entry);
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
        SortedMap<String, byte[]> xattrs = metadata.xattrs();
        if (xattrs.keySet().stream().anyMatch(name -> name.startsWith(OVERLAY))) {
            // overlayfs would take an archive's word for where the rest of a file is
            xattrs = new TreeMap<>(xattrs);
            xattrs.keySet().removeIf(name -> name.startsWith(OVERLAY));
        }
        return new NodeAttributes(
                rules.owners() ? metadata.uid() : 0,
                rules.owners() ? metadata.gid() : 0,
                metadata.mode(),
                metadata.mtime(),
                metadata.mtime(),
                xattrs);
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
        Directory parent = directories.existing(path.parent());
        String name = path.isRoot() ? "." : path.name();
        try (Fd self = parent.open(name, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
            directory.attributes.applyTo(self);
        }
    }
}
