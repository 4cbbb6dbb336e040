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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Volumes as directories {@code volumes/NAME/_data} below the driver's data, as Docker lays them out; with options, a
 * file system that is mounted there while somebody holds it.
 */
final class LocalVolumeDriver implements VolumeDriver, CopyUp, ReplaceableVolumes {
    static final String NAME = "local";

    private static final String COPY_UP_HOLDER = "copy-up";

    private final VolumeRoot root;
    private final VolumeMounts mounts;
    private final OptionVault vault;
    private final CopyUpSteps steps;

    /** One lock per volume that was ever asked for: it guards the volume's directory, holders and mount. */
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private LocalVolumeDriver(DriverHome home, CopyUpSteps steps) {
        this.root = new VolumeRoot(home.data().resolve("volumes"));
        this.vault = new OptionVault(home.data().resolve("volume-options.key"));
        this.mounts = new VolumeMounts(new Holders(home.run().resolve("volume-holders")), vault, steps);
        this.steps = steps;
    }

    /** Makes the directories and ends what a crash interrupted. @throws SystemFailure the data cannot be read */
    static LocalVolumeDriver open(DriverHome home) {
        return open(home, CopyUpSteps.SILENT);
    }

    static LocalVolumeDriver open(DriverHome home, CopyUpSteps steps) {
        LocalVolumeDriver driver = new LocalVolumeDriver(home, steps);
        driver.root.prepare();
        driver.root.names().forEach(driver::recover);
        return driver;
    }

    private void recover(String name) {
        VolumeDirectory directory = root.directory(name);
        if (directory.optionsAreReadable()) {
            if (directory.readOptions().mount().isEmpty()) {
                StagedCopy.beside(directory, steps).recover();
                new ContentExchange(directory).recover();
            } else if (MountTable.isMountPoint(directory.data())) {
                StagedCopy.inside(directory, steps).goOn();
            }
        }
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

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void create(String name, Map<String, String> options) {
        VolumeName checked = new VolumeName(name);
        LocalOptions wish = new LocalOptions(options);
        locked(name, () -> {
            VolumeDirectory directory = root.directory(checked.text());
            if (directory.exists()) {
                requireSame(directory, wish);
                return directory;
            }
            Path temporary = root.temporary(name);
            try {
                directory.create(temporary, wish, vault);
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

    private void requireSame(VolumeDirectory directory, LocalOptions wish) {
        if (!directory.readOptions(vault).equals(wish)) {
            throw new Conflict("a volume of this name exists with other options");
        }
    }

    @Override
    public void remove(String name) {
        locked(name, () -> {
            if (root.has(name)) {
                removeExisting(name, root.directory(name));
            }
            return name;
        });
    }

    private void removeExisting(String name, VolumeDirectory directory) {
        refuseHeld(name);
        if (directory.readOptions().mount().isPresent()) {
            Mounts.unmount(directory.data(), false);
        }
        Path real = root.realPathInside(directory);
        boolean mounted =
                MountTable.read().stream().anyMatch(entry -> entry.mountPoint().startsWith(real));
        if (mounted) {
            throw new Conflict("volume has active mounts: something is mounted in " + real);
        }
        Path doomed = root.temporary(name);
        FileCalls.rename(directory.path(), doomed, RenameMode.NO_REPLACE);
        TreeDelete.delete(doomed);
    }

    private void refuseHeld(String name) {
        if (mounts.areHeld(name)) {
            throw new Conflict("volume has active mounts");
        }
    }

    @Override
    public Path mount(String name, String id) {
        return locked(name, () -> mounts.mount(name, root.existing(name), id));
    }

    @Override
    public void unmount(String name, String id) {
        locked(name, () -> {
            if (VolumeName.isValid(name)) {
                mounts.unmount(name, root.directory(name), id);
            }
            return name;
        });
    }

    @Override
    public Optional<Path> path(String name) {
        return Optional.of(root.existing(name).data());
    }

    @Override
    public VolumeInfo get(String name) {
        VolumeDirectory directory = root.existing(name);
        return new VolumeInfo(name, Optional.of(directory.data()), Optional.of(directory.createdAt()), Map.of());
    }

    @Override
    public List<VolumeInfo> list() {
        return root.names().stream().flatMap(name -> found(name).stream()).toList();
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
    public boolean isFilled(String name) {
        return locked(name, () -> {
            VolumeDirectory directory = root.existing(name);
            // One that is mounted is looked at when it is.
            return directory.readOptions().mount().isEmpty()
                    && StagedCopy.beside(directory, steps).isFilled();
        });
    }

    @Override
    public boolean copyUp(String name, Path source) {
        return locked(name, () -> {
            VolumeDirectory directory = root.existing(name);
            if (directory.readOptions().mount().isEmpty()) {
                return StagedCopy.beside(directory, steps).fillFrom(source);
            }
            mounts.mount(name, directory, COPY_UP_HOLDER);
            try {
                return StagedCopy.inside(directory, steps).fillFrom(source);
            } finally {
                mounts.unmount(name, directory, COPY_UP_HOLDER);
            }
        });
    }

    @Override
    public void replace(String name, Consumer<Path> fill) {
        replacing(
                name,
                () -> locked(name, () -> {
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
                }));
    }

    /** The replacement is made without the volume's lock, which whoever starts a container may wait for. */
    @Override
    public void replaceMounted(String name, Consumer<Path> fill, Consumer<Runnable> window) {
        replacing(name, () -> {
            VolumeDirectory directory = own(name);
            ContentExchange exchange = new ContentExchange(directory);
            exchange.clean();
            try {
                directory.makeReplacement();
                fill.accept(directory.replacement());
                exchange.prepare();
                window.accept(() -> locked(name, () -> {
                    exchange.run();
                    return name;
                }));
            } catch (RuntimeException failure) {
                Cleanup.afterFailure(failure, exchange::clean);
                throw failure;
            }
            exchange.clean();
            return name;
        });
    }

    /** Nobody else makes a replacement of the same volume meanwhile; no volume's name has a slash. */
    private void replacing(String name, Supplier<String> body) {
        locked(name + "/replacement", body);
    }

    /** The volume's directory if its data is this driver's. */
    private VolumeDirectory own(String name) {
        VolumeDirectory directory = root.existing(name);
        if (directory.readOptions().mount().isPresent()) {
            throw new NotImplemented("the data of volume " + name + " lies in a file system that is mounted for it");
        }
        return directory;
    }

    /** The same if it is nobody else's just now. */
    private VolumeDirectory idle(String name) {
        VolumeDirectory directory = own(name);
        refuseHeld(name);
        return directory;
    }

    @Override
    public void rename(String name, String newName) {
        VolumeName checked = new VolumeName(newName);
        locked(name, () -> {
            VolumeDirectory directory = root.existing(name);
            refuseHeld(name);
            try {
                FileCalls.rename(directory.path(), root.path().resolve(checked.text()), RenameMode.NO_REPLACE);
            } catch (ErrnoException failure) {
                if (failure.errno() == Errno.EEXIST) {
                    throw new Conflict("a volume of the name " + newName + " exists already");
                }
                throw failure;
            }
            FileCalls.sync(root.path());
            return name;
        });
    }
}
