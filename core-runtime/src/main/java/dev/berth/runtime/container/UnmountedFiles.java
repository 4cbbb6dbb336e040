package dev.berth.runtime.container;

import dev.berth.runtime.image.Rootfs;
import dev.berth.runtime.volume.ImageFiles;
import java.nio.file.Path;
import java.util.Optional;

/** A container's root file system that is mounted only once somebody needs it: that costs more than the rest of a create. */
final class UnmountedFiles implements ImageFiles, AutoCloseable {
    private final Rootfs rootfs;
    private Optional<Rootfs.View> view = Optional.empty();

    UnmountedFiles(Rootfs rootfs) {
        this.rootfs = rootfs;
    }

    @Override
    public boolean mayHave(String path) {
        return rootfs.mayHave(path);
    }

    @Override
    public Optional<Path> directory(String path) {
        return rootfs.onlyDirectory(path);
    }

    @Override
    public Path root() {
        if (view.isEmpty()) {
            view = Optional.of(rootfs.open());
        }
        return view.get().path();
    }

    @Override
    public void close() {
        view.ifPresent(Rootfs.View::close);
    }
}
