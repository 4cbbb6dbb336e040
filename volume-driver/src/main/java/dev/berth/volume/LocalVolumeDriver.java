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
import java.util.function.Consumer;

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

    /** It guards each volume's directory, holders and mount. */
    private final VolumeLocks locks = new VolumeLocks();

    private final DataReplacement replacement;

    private LocalVolumeDriver(DriverHome home, CopyUpSteps steps) {
        this.root = new VolumeRoot(home.data().resolve("volumes"));
        this.vault = new OptionVault(home.data().resolve("volume-options.key"));
        this.mounts = new VolumeMounts(new Holders(home.run().resolve("volume-holders")), vault, steps);
        this.steps = steps;
        this.replacement = new DataReplacement(root, mounts, locks);
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

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void create(String name, Map<String, String> options) {
        VolumeName checked = new VolumeName(name);
        LocalOptions wish = new LocalOptions(options);
        locks.with(name, () -> {
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
        if (failure instanceof ErrnoException errno) {
            String why = errno.errno() == Errno.EEXIST
                    ? "something that is no volume is there"
                    : String.valueOf(errno.getMessage());
            return new SystemFailure("create volume directory " + directory.path() + ": " + why, failure);
        }
        return failure;
    }

    private void requireSame(VolumeDirectory directory, LocalOptions wish) {
        if (!directory.readOptions(vault).equals(wish)) {
            throw new Conflict("a volume of this name exists with other options");
        }
    }

    @Override
    public void remove(String name) {
        locks.with(name, () -> {
            if (root.has(name)) {
                removeExisting(name, root.directory(name));
            }
            return name;
        });
    }

    private void removeExisting(String name, VolumeDirectory directory) {
        mounts.refuseHeld(name);
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

    @Override
    public Path mount(String name, String id) {
        return locks.with(name, () -> mounts.mount(name, root.existing(name), id));
    }

    @Override
    public void unmount(String name, String id) {
        locks.with(name, () -> {
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
        return locks.with(name, () -> {
            VolumeDirectory directory = root.existing(name);
            // One that is mounted is looked at when it is.
            return directory.readOptions().mount().isEmpty()
                    && StagedCopy.beside(directory, steps).isFilled();
        });
    }

    @Override
    public boolean copyUp(String name, Path source) {
        return locks.with(name, () -> {
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
        replacement.replace(name, fill);
    }

    @Override
    public void replaceMounted(String name, Consumer<Path> fill, Consumer<Runnable> window) {
        replacement.replaceMounted(name, fill, window);
    }

    @Override
    public void rename(String name, String newName) {
        VolumeName checked = new VolumeName(newName);
        locks.with(name, () -> {
            VolumeDirectory directory = root.existing(name);
            mounts.refuseHeld(name);
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
