package dev.berth.runtime.archive;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.tree.Directory;
import dev.berth.runtime.volume.ContainerPath;
import dev.berth.runtime.volume.OpenMounts;
import dev.berth.runtime.volume.OpenMounts.OpenMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container's file tree as a process in it sees it, put together from its root file system and its mounts without
 * mounting anything. Links are followed one at a time by their text within the container; what is opened in the end is
 * a path without links, component by component, and one that has become a link meanwhile stops it. A path that is a
 * mount's destination goes on in that mount; of nested ones the deepest has it.
 *
 * @see <a href="https://nvd.nist.gov/vuln/detail/CVE-2018-15664">CVE-2018-15664, what a path that is checked first and
 *     used later leads to</a>
 */
final class ContainerView {
    /** As the kernel has it, linux/namei.h. */
    private static final int MAX_LINKS = 40;

    private final Path rootfs;
    private final Map<String, ViewMount> mounts = new TreeMap<>();

    /** @param source free of links */
    private record ViewMount(Path source, boolean rw) {}

    /**
     * A file that was found.
     *
     * @param path clean absolute path in the container, free of links but for the last component
     */
    record Place(String path, FileStatus status) {}

    ContainerView(Path rootfs, OpenMounts open) {
        this.rootfs = rootfs;
        for (OpenMount mount : open.mounts()) {
            if (Files.exists(mount.source())) {
                mounts.put(resolved(mount.destination()), new ViewMount(real(mount.source()), mount.rw()));
            }
        }
    }

    /** Where the runtime makes a mount: links on the way to it are followed inside the container. */
    private String resolved(String destination) {
        String at = "/";
        for (String name : ContainerPath.components(destination)) {
            String next = join(at, name);
            try {
                at = find(next, true).path();
            } catch (ErrnoException absent) {
                // The runtime makes it, or it leads nowhere.
                at = next;
            }
        }
        return at;
    }

    private static Path real(Path source) {
        try {
            return source.toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException("resolve " + source, failure);
        }
    }

    /**
     * Walks to the path.
     *
     * @param followLast whether a link in the last place is followed
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP
     */
    Place find(String path, boolean followLast) {
        Deque<String> rest = new ArrayDeque<>(names(path));
        Place at = place("/");
        int links = 0;
        while (!rest.isEmpty()) {
            if (!at.status.isDirectory()) {
                throw new ErrnoException("open", path, Errno.ENOTDIR.number());
            }
            String name = rest.pop();
            Place next = place(name.equals("..") ? parentOf(at.path) : join(at.path, name));
            if (!next.status.isSymbolicLink() || (rest.isEmpty() && !followLast)) {
                at = next;
                continue;
            }
            links++;
            if (links > MAX_LINKS) {
                throw new ErrnoException("open", path, Errno.ELOOP.number());
            }
            String target = linkTarget(next.path);
            List<String> names = names(target);
            for (int i = names.size() - 1; i >= 0; i--) {
                rest.push(names.get(i));
            }
            at = target.startsWith("/") ? place("/") : at;
        }
        return at;
    }

    /** Not cleaned by text: {@code link/..} is the parent of what the link leads to. */
    private static List<String> names(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    static String join(String directory, String name) {
        return directory.equals("/") ? "/" + name : directory + "/" + name;
    }

    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Place place(String path) {
        Optional<ViewMount> mount = mountAt(path);
        if (mount.isPresent()) {
            return new Place(path, FileCalls.status(mount.get().source));
        }
        if (path.equals("/")) {
            try (Directory root = Directory.open(rootfs)) {
                return new Place(path, root.status());
            }
        }
        try (Directory parent = directory(parentOf(path))) {
            return new Place(path, parent.status(nameOf(path)));
        }
    }

    /** What the link of that path, free of links before it, says. */
    String linkTarget(String path) {
        try (Directory parent = directory(parentOf(path))) {
            return ByteText.decode(ByteText.bytes(Files.readSymbolicLink(parent.path(nameOf(path)))));
        } catch (IOException failure) {
            throw new UncheckedIOException("read link " + path, failure);
        }
    }

    /** Opens a directory. @param path clean, absolute and free of links @throws ErrnoException it is not, or not there */
    Directory directory(String path) {
        String mountPoint = mountPointOf(path);
        Path start = mountAt(mountPoint).map(ViewMount::source).orElse(rootfs);
        Directory at = Directory.open(start);
        for (String name : ContainerPath.components(path.substring(mountPoint.equals("/") ? 0 : mountPoint.length()))) {
            try (Directory parent = at) {
                at = parent.child(name);
            }
        }
        return at;
    }

    private Optional<ViewMount> mountAt(String path) {
        return Optional.ofNullable(mounts.get(path));
    }

    private String mountPointOf(String path) {
        String at = path;
        while (!at.equals("/") && !mounts.containsKey(at)) {
            at = parentOf(at);
        }
        return at;
    }

    boolean isMountPoint(String path) {
        return mounts.containsKey(path);
    }

    /** Whether the container may write in the mount that holds the path; empty if the root file system holds it. */
    Optional<Boolean> writableMount(String path) {
        return mountAt(mountPointOf(path)).map(ViewMount::rw);
    }

    /** The source of the mount of exactly that destination. */
    Optional<Path> mountSource(String path) {
        return mountAt(path).map(ViewMount::source);
    }

    /** The mounts below a directory, by their paths relative to it. */
    Map<String, Path> mountsBelow(String directory) {
        Map<String, Path> below = new TreeMap<>();
        String prefix = directory.equals("/") ? "/" : directory + "/";
        mounts.forEach((destination, mount) -> {
            if (destination.startsWith(prefix)) {
                below.put(destination.substring(prefix.length()), mount.source);
            }
        });
        return below;
    }
}
