package dev.berth.runtime.volume;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.TreeCopy;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.CopyUp;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.runtime.state.RandomIds;
import dev.berth.runtime.volume.PlannedMount.Trait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Filling an empty volume with what the image has at its destination. */
final class ImageContent {
    private final VolumeCatalog catalog;
    private final ImageFiles image;

    ImageContent(VolumeCatalog catalog, ImageFiles image) {
        this.catalog = catalog;
        this.image = image;
    }

    /** @throws SystemFailure the copy failed, or an anonymous volume is to lie over a file */
    void copyUp(PlannedMount mount) {
        if (!mount.isVolume() || !mount.has(Trait.COPY) || !image.mayHave(mount.destination()) || isFilled(mount)) {
            return;
        }
        // Reading through an overlay costs more, and so does mounting it.
        Optional<Path> directory = image.directory(mount.destination());
        if (directory.isPresent()) {
            copy(mount, directory.get());
            return;
        }
        try (Directory root = Directory.open(image.root());
                Directory source = root.resolve(mount.destination())) {
            copy(mount, source.path().toRealPath());
        } catch (ErrnoException failure) {
            notADirectory(mount, failure);
        } catch (IOException failure) {
            throw new SystemFailure("copy up to volume " + mount.point().name() + ": " + failure.getMessage(), failure);
        }
    }

    /** Known without the image's files, which it would take a mount to look at. */
    private boolean isFilled(PlannedMount mount) {
        String name = mount.point().name();
        return !mount.has(Trait.ANONYMOUS)
                && mount.subpath().isEmpty()
                && catalog.withDriver(name, driver -> driver instanceof CopyUp own && own.isFilled(name));
    }

    private void notADirectory(PlannedMount mount, ErrnoException failure) {
        boolean file = failure.errno() == Errno.ENOTDIR;
        if (file && mount.has(Trait.ANONYMOUS)) {
            throw new SystemFailure(
                    "cannot mount volume over existing file, file exists " + image.root() + mount.destination(),
                    failure);
        }
        if (!file && failure.errno() != Errno.ENOENT) {
            throw new SystemFailure("copy up to volume " + mount.point().name() + ": " + failure.getMessage(), failure);
        }
    }

    private void copy(PlannedMount mount, Path source) {
        String name = mount.point().name();
        catalog.withDriver(name, driver -> {
            Optional<CopyUp> own = mount.subpath().isEmpty() && driver instanceof CopyUp copyUp
                    ? Optional.of(copyUp)
                    : Optional.empty();
            return own.isPresent() ? own.get().copyUp(name, source) : copyPlainly(driver, mount, source);
        });
    }

    /** A plugin's volume: mounted for the copy under a holder of its own, as everywhere. */
    private static boolean copyPlainly(VolumeDriver driver, PlannedMount mount, Path source) {
        String holder = RandomIds.next();
        Path data = driver.mount(mount.point().name(), holder);
        try (Directory root = Directory.open(data);
                Directory target = root.resolve(mount.subpath())) {
            boolean empty = target.isEmpty();
            if (empty) {
                TreeCopy.copyLayer(source, target.path());
            }
            return empty;
        } finally {
            driver.unmount(mount.point().name(), holder);
        }
    }
}
