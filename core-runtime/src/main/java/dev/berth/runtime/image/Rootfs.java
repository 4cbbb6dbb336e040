package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.linux.tree.TreeSize;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The root file system of one container: an overlay of its image's layers with a directory of its own on top.
 *
 * <p>Every call may be repeated; a second one does nothing. Calls for one container may come from any thread; the
 * object's monitor guards who holds the mount. A mount that a former daemon left counts as the container's.
 */
public final class Rootfs {
    private static final int READ_FOR_ALL = 0755;

    private final String containerId;
    private final Path home;
    private final RootfsStore store;
    private int views;
    private boolean mountedForViews;

    Rootfs(String containerId, Path home, RootfsStore store) {
        this.containerId = containerId;
        this.home = home;
        this.store = store;
    }

    /** Where the file system is while it is mounted, whether it is or not. */
    public Path path() {
        return home.resolve("merged");
    }

    /** The container's own files: what it changed. */
    public Path upper() {
        return home.resolve("upper");
    }

    /** Makes the container's own directories on the layers of the image; nothing is mounted yet. */
    public synchronized void create(Image image) {
        if (Files.exists(init().resolve(".dockerenv"))) {
            return;
        }
        try {
            for (Path directory : List.of(upper(), home.resolve("work"), path(), init())) {
                Files.createDirectories(directory);
            }
            // As Docker: whatever the image says of its root, a container's other users can pass it.
            FileCalls.chmod(init(), READ_FOR_ALL);
            FileCalls.chmod(upper(), READ_FOR_ALL);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(
                    "make root file system of " + containerId + ": " + failure, failure);
        }
        store.record(containerId, image);
        LayerView below = new LayerView(store.lowers(image.layers()));
        InitLayer.create(init(), below);
    }

    /** Mounts it for the run of the container. @return {@link #path} */
    public synchronized Path mount() {
        if (!isMounted()) {
            mountOverlay();
        }
        mountedForViews = false;
        return path();
    }

    /** Ends what {@link #mount} began; open views keep it mounted until they close. */
    public synchronized void unmount() {
        if (views > 0) {
            mountedForViews = true;
        } else {
            Mounts.unmount(path(), true);
        }
    }

    /** Makes it reachable for a while, mounting it only if it is not: for {@code docker cp}, export and copy-up. */
    public synchronized View open() {
        if (!isMounted()) {
            mountOverlay();
            mountedForViews = true;
        }
        views++;
        return new View();
    }

    private LayerView layers() {
        List<Path> layers = new ArrayList<>(List.of(upper()));
        layers.addAll(lowers());
        return new LayerView(layers);
    }

    /** The directory that alone has what is at the path, absolute, whiteouts included; empty if several have. Mounts nothing. */
    public Optional<Path> onlyDirectory(String path) {
        return layers().onlyDirectory(Path.of("/").relativize(Path.of(path)));
    }

    /** Whether the layers may have something at the path, absolute; true where a link decides. Mounts nothing. */
    public boolean mayHave(String path) {
        LayerView view = layers();
        Path at = Path.of("");
        for (Path name : Path.of(path)) {
            at = at.resolve(name);
            Optional<FileStatus> found = view.status(at);
            if (found.isEmpty() || found.get().isSymbolicLink()) {
                return found.isPresent();
            }
        }
        return true;
    }

    /** Bytes of the container's own files; walks them. */
    public long ownSize() {
        return Files.isDirectory(upper()) ? TreeSize.ofContent(upper()) : 0;
    }

    /** What the container changed, sorted by path. */
    List<FilesystemChange> changes() {
        return UpperChanges.of(upper(), new LayerView(lowers()));
    }

    /** Unmounts and deletes the container's own files. */
    public synchronized void delete() {
        Mounts.unmount(path(), true);
        TreeDelete.delete(home);
        store.forget(containerId);
    }

    /** Unmounts, and leaves the container's own files to who deletes all that is the container's. */
    public synchronized void abandon() {
        Mounts.unmount(path(), true);
        store.forget(containerId);
    }

    /** An overlay has a device number of its own; asking for it does not get slower with the number of mounts. */
    private boolean isMounted() {
        return FileCalls.status(path()).device() != FileCalls.status(home).device();
    }

    private void mountOverlay() {
        Mounts.overlay(lowers(), upper(), home.resolve("work"), path());
    }

    private List<Path> lowers() {
        List<String> diffIds = store.diffIds(containerId)
                .orElseThrow(() ->
                        new EngineException.SystemFailure("container " + containerId + " has no root file system"));
        List<Path> lowers = new ArrayList<>(List.of(init()));
        lowers.addAll(store.lowers(diffIds));
        return lowers;
    }

    private Path init() {
        return home.resolve("init");
    }

    private synchronized void closeView() {
        views--;
        if (views == 0 && mountedForViews) {
            Mounts.unmount(path(), true);
            mountedForViews = false;
        }
    }

    /** The mounted file system for as long as this is open. */
    public final class View implements AutoCloseable {
        private boolean closed;

        private View() {}

        /** The root of it. */
        public Path path() {
            return Rootfs.this.path();
        }

        @Override
        public void close() {
            synchronized (Rootfs.this) {
                if (!closed) {
                    closed = true;
                    closeView();
                }
            }
        }
    }
}
