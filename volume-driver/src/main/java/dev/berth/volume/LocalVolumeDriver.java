package dev.berth.volume;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.MountTable;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.Scope;
import dev.berth.plugin.volume.CopyUp;
import dev.berth.plugin.volume.ReplaceableVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Volumes as directories {@code volumes/NAME/_data} below the driver's data, as Docker lays them out; with options, a
 * file system that is mounted there while somebody holds it.
 */
final class LocalVolumeDriver implements VolumeDriver, CopyUp, ReplaceableVolumes {
    static final String NAME = "local";

    /** What is being made or deleted; no volume's name begins so. */
    private static final String TEMPORARY = ".tmp-";

    private static final String COPY_UP_HOLDER = "copy-up";

    private final Path root;
    private final Holders holders;
    private final CopyUpSteps steps;

    /** One lock per volume that was ever asked for: it guards the volume's directory, holders and mount. */
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private LocalVolumeDriver(DriverHome home, CopyUpSteps steps) {
        this.root = home.data().resolve("volumes");
        this.holders = new Holders(home.run().resolve("volume-holders"));
        this.steps = steps;
    }

    /** Makes the directories and ends what a crash interrupted. @throws SystemFailure the data cannot be read */
    static LocalVolumeDriver open(DriverHome home) {
        return open(home, CopyUpSteps.SILENT);
    }

    static LocalVolumeDriver open(DriverHome home, CopyUpSteps steps) {
        LocalVolumeDriver driver = new LocalVolumeDriver(home, steps);
        driver.recover();
        return driver;
    }

    private void recover() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                FileCalls.chmod(root, 0701);
            }
        } catch (IOException failure) {
            throw new SystemFailure("create " + root + ": " + failure.getMessage(), failure);
        }
        entries().filter(name -> name.startsWith(TEMPORARY)).forEach(name -> TreeDelete.delete(root.resolve(name)));
        names().forEach(name -> {
            StagedCopy.beside(directory(name), steps).recover();
            TreeDelete.delete(directory(name).replacement());
        });
    }

    private Stream<String> entries() {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        } catch (IOException failure) {
            throw new SystemFailure("list " + root + ": " + failure.getMessage(), failure);
        }
    }

    private List<String> names() {
        return entries()
                .filter(VolumeName::isValid)
                .filter(name -> directory(name).exists())
                .toList();
    }

    private VolumeDirectory directory(String name) {
        return new VolumeDirectory(root.resolve(name));
    }

    private <T> T locked(String name, Supplier<T> body) {
        ReentrantLock lock = locks.computeIfAbsent(name, each -> new ReentrantLock());
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /** The volume's directory. @throws NotFound there is none, also for a name that no volume can have */
    private VolumeDirectory existing(String name) {
        if (!VolumeName.isValid(name) || !directory(name).exists()) {
            throw new NotFound("no such volume");
        }
        return directory(name);
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void create(String name, Map<String, String> options) {
        VolumeName checked = new VolumeName(name);
        LocalOptions wish = new LocalOptions(options);
        locked(name, () -> {
            VolumeDirectory directory = directory(checked.text());
            if (directory.exists()) {
                requireSame(directory, wish);
                return directory;
            }
            Path temporary = temporary(name);
            try {
                directory.create(temporary, wish);
                return directory;
            } catch (RuntimeException failure) {
                Cleanup.afterFailure(failure, () -> TreeDelete.delete(temporary));
                throw occupied(directory, failure);
            }
        });
    }

    /** Something that is no volume lies at its place, such as a directory without data. */
    private static RuntimeException occupied(VolumeDirectory directory, RuntimeException failure) {
        return failure instanceof ErrnoException errno && errno.errno() == Errno.EEXIST
                ? new SystemFailure("create " + directory.path() + ": something that is no volume is there", failure)
                : failure;
    }

    private static void requireSame(VolumeDirectory directory, LocalOptions wish) {
        if (!directory.readOptions().equals(wish)) {
            throw new Conflict("a volume of this name exists with other options");
        }
    }

    /** Names of 255 bytes are allowed, so the name itself cannot be part of it. */
    private Path temporary(String name) {
        return root.resolve(TEMPORARY + Integer.toHexString(name.hashCode()) + "-" + System.nanoTime());
    }

    @Override
    public void remove(String name) {
        locked(name, () -> {
            if (VolumeName.isValid(name) && directory(name).exists()) {
                removeExisting(name, directory(name));
            }
            return name;
        });
    }

    private void removeExisting(String name, VolumeDirectory directory) {
        if (!holders.isEmpty(name)) {
            throw new Conflict("volume has active mounts");
        }
        if (directory.readOptions().mount().isPresent()) {
            Mounts.unmount(directory.data(), false);
        }
        Path real = realPath(directory.path());
        if (!real.startsWith(realPath(root))) {
            throw new SystemFailure(
                    "unable to remove a directory outside of the local volume root " + root + ": " + real);
        }
        boolean mounted =
                MountTable.read().stream().anyMatch(entry -> entry.mountPoint().startsWith(real));
        if (mounted) {
            throw new Conflict("volume has active mounts: something is mounted in " + real);
        }
        Path doomed = temporary(name);
        FileCalls.rename(directory.path(), doomed, RenameMode.NO_REPLACE);
        TreeDelete.delete(doomed);
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException failure) {
            throw new SystemFailure("resolve " + path + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public Path mount(String name, String id) {
        return locked(name, () -> mountLocked(name, id));
    }

    private Path mountLocked(String name, String id) {
        VolumeDirectory directory = existing(name);
        boolean known = holders.contains(name, id);
        // Noted first: after a crash in between, the id's unmount finds what to undo.
        holders.add(name, id);
        try {
            Optional<LocalMount> mount = directory.readOptions().mount();
            if (mount.isPresent() && !MountTable.isMountPoint(directory.data())) {
                mount.get().mountOn(directory.data());
            }
        } catch (RuntimeException failure) {
            if (!known) {
                Cleanup.afterFailure(failure, () -> holders.remove(name, id));
            }
            throw failure;
        }
        return directory.data();
    }

    @Override
    public void unmount(String name, String id) {
        locked(name, () -> {
            if (VolumeName.isValid(name) && holders.contains(name, id)) {
                holders.remove(name, id);
                VolumeDirectory directory = directory(name);
                if (holders.isEmpty(name)
                        && directory.exists()
                        && directory.readOptions().mount().isPresent()) {
                    Mounts.unmount(directory.data(), false);
                }
            }
            return name;
        });
    }

    @Override
    public Optional<Path> path(String name) {
        return Optional.of(existing(name).data());
    }

    @Override
    public VolumeInfo get(String name) {
        VolumeDirectory directory = existing(name);
        return new VolumeInfo(name, Optional.of(directory.data()), Optional.of(directory.createdAt()), Map.of());
    }

    @Override
    public List<VolumeInfo> list() {
        return names().stream().flatMap(name -> found(name).stream()).toList();
    }

    /** Empty if it was removed since it was listed. */
    private Optional<VolumeInfo> found(String name) {
        try {
            return Optional.of(get(name));
        } catch (NotFound removed) {
            return Optional.empty();
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public boolean copyUp(String name, Path source) {
        return locked(name, () -> {
            VolumeDirectory directory = existing(name);
            if (directory.readOptions().mount().isEmpty()) {
                return StagedCopy.beside(directory, steps).fillFrom(source);
            }
            mountLocked(name, COPY_UP_HOLDER);
            try {
                return StagedCopy.inside(directory, steps).fillFrom(source);
            } finally {
                unmount(name, COPY_UP_HOLDER);
            }
        });
    }

    @Override
    public void replace(String name, Consumer<Path> fill) {
        locked(name, () -> {
            VolumeDirectory directory = idle(name);
            Path replacement = directory.replacement();
            TreeDelete.delete(replacement);
            try {
                directory.makeReplacement();
                fill.accept(replacement);
                // What is exchanged is on the disk, so that a power cut finds the old or the new, too.
                FileCalls.rename(replacement, directory.data(), RenameMode.EXCHANGE);
                FileCalls.sync(directory.path());
            } catch (RuntimeException failure) {
                Cleanup.afterFailure(failure, () -> TreeDelete.delete(replacement));
                throw failure;
            }
            TreeDelete.delete(replacement);
            return name;
        });
    }

    /** The volume's directory if its data is nobody's but this driver's just now. */
    private VolumeDirectory idle(String name) {
        VolumeDirectory directory = existing(name);
        if (directory.readOptions().mount().isPresent()) {
            throw new NotImplemented("the data of volume " + name + " lies in a file system that is mounted for it");
        }
        if (!holders.isEmpty(name)) {
            throw new Conflict("volume has active mounts");
        }
        return directory;
    }

    @Override
    public void rename(String name, String newName) {
        VolumeName checked = new VolumeName(newName);
        locked(name, () -> {
            VolumeDirectory directory = existing(name);
            if (!holders.isEmpty(name)) {
                throw new Conflict("volume has active mounts");
            }
            try {
                FileCalls.rename(directory.path(), root.resolve(checked.text()), RenameMode.NO_REPLACE);
            } catch (ErrnoException failure) {
                if (failure.errno() == Errno.EEXIST) {
                    throw new Conflict("a volume of the name " + newName + " exists already");
                }
                throw failure;
            }
            FileCalls.sync(root);
            return name;
        });
    }
}
