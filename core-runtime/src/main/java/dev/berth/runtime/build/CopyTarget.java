package dev.berth.runtime.build;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.tree.Directory;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Decompression;
import dev.berth.runtime.image.DiskReserve;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TarReader;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a {@code COPY} or {@code ADD} goes: a path of an image's file system, in which links are followed as if its root
 * were {@code /}. Directories that are missing are made.
 */
final class CopyTarget {
    private static final int READ_FOR_ALL = 0755;

    private final SourceTree root;
    private final String destination;
    private final Optional<CopyOwner> owner;
    private final OptionalInt mode;
    private final boolean unpack;

    /**
     * @param destination absolute; with a slash at its end it is a directory
     * @param owner of what is copied, empty to keep who owned it
     * @param unpack whether archives are unpacked
     */
    CopyTarget(Path root, String destination, Optional<CopyOwner> owner, OptionalInt mode, boolean unpack) {
        this.root = new SourceTree(root);
        this.destination = destination;
        this.owner = owner;
        this.mode = mode;
        this.unpack = unpack;
    }

    void write(CopySource source) {
        FileStatus status = source.tree().status(source.path()).orElseThrow();
        TreeWriter writer = new TreeWriter(owner, mode, source.excludes());
        if (status.isDirectory()) {
            try (Directory from = source.tree().directory(source.path());
                    Directory to = directory(destination, CopyOwner.ROOT, owner.orElse(CopyOwner.ROOT))) {
                writer.contents(from, to);
            }
            return;
        }
        Path file = source.tree().real(source.path());
        if (unpack && !source.fetched() && isArchive(file)) {
            unpack(file);
            return;
        }
        if (!status.isRegular()) {
            throw new EngineException.InvalidParameter("cannot copy " + source.path() + ": it is no regular file");
        }
        boolean into = destination.endsWith("/")
                || root.status(destination).filter(FileStatus::isDirectory).isPresent();
        String target = into ? trimmed(destination) + "/" + source.name() : resolved(destination);
        int slash = target.lastIndexOf('/');
        CopyOwner parents = owner.orElse(CopyOwner.ROOT);
        try (Directory parent = directory(target.substring(0, slash), parents, parents)) {
            if (into || !isDirectory(parent, target.substring(slash + 1))) {
                writer.file(file, parent, target.substring(slash + 1));
            }
        }
    }

    private static boolean isDirectory(Directory parent, String name) {
        return parent.find(name).filter(FileStatus::isDirectory).isPresent();
    }

    /** A link in the last place is followed: the file that it leads to is replaced. */
    private String resolved(String path) {
        try {
            return root.status(path).isPresent() ? "/" + root.root().relativize(root.real(path)) : path;
        } catch (ErrnoException failure) {
            throw new EngineException.InvalidParameter(
                    "failed to copy files: " + path + ": " + failure.errno().text(), failure);
        }
    }

    private static String trimmed(String path) {
        return path.replaceAll("/+$", "");
    }

    /** Opens a directory, having made it and those before it. @param last whose it is if it is made here */
    private Directory directory(String path, CopyOwner parents, CopyOwner last) {
        List<String> names = names(path);
        Directory at = Directory.open(root.root());
        String walked = "";
        for (int i = 0; i < names.size(); i++) {
            walked += "/" + names.get(i);
            try (Directory parent = at) {
                at = child(parent, names.get(i), walked, i == names.size() - 1 ? last : parents);
            }
        }
        return at;
    }

    private Directory child(Directory parent, String name, String path, CopyOwner whose) {
        try {
            return root.directory(path);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOTDIR) {
                throw new EngineException.InvalidParameter("failed to copy files: " + path + " is not a directory");
            }
            if (failure.errno() != Errno.ENOENT || parent.find(name).isPresent()) {
                throw failure;
            }
        }
        try {
            Path made = Files.createDirectory(parent.path(name));
            FileCalls.lchown(made, whose.user(), whose.group());
            FileCalls.chmod(made, READ_FOR_ALL);
        } catch (IOException failure) {
            throw new UncheckedIOException("create directory " + path, failure);
        }
        return parent.child(name);
    }

    /** Makes a directory, and those before it, root's. */
    static void makeDirectory(Path root, String path) {
        CopyTarget target = new CopyTarget(root, path, Optional.empty(), OptionalInt.empty(), false);
        target.directory(path, CopyOwner.ROOT, CopyOwner.ROOT).close();
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    static boolean isArchive(Path file) {
        try (InputStream in = Decompression.open(Files.newInputStream(file))) {
            return new TarReader(in).next().isPresent();
        } catch (IOException | EngineException noArchive) {
            return false;
        }
    }

    private void unpack(Path archive) {
        try (InputStream in = Decompression.open(Files.newInputStream(archive));
                Directory to = directory(destination, CopyOwner.ROOT, CopyOwner.ROOT)) {
            TreeUnpacker.unpack(in, to::resolve, DiskReserve.limit(UnpackRules.TREE, root.root()));
        } catch (TarFormatException bad) {
            throw new EngineException.InvalidParameter("failed to copy files: " + bad.getMessage(), bad);
        } catch (IOException failure) {
            throw new UncheckedIOException("unpack " + archive.getFileName(), failure);
        }
    }
}
