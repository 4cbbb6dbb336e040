package dev.berth.runtime.archive;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.tree.Directory;
import dev.berth.plugin.EngineException.Forbidden;
import dev.berth.runtime.archive.ContainerView.Place;
import dev.berth.runtime.tar.UnpackPlace;
import dev.berth.runtime.volume.ContainerPath;
import java.util.Optional;

/** A directory of a container as a place to unpack into: what lies in a mount goes there, if that may be written. */
record Unpacking(ContainerView view, String base, boolean readOnlyRootfs) implements UnpackPlace {
    @Override
    public Directory directory(String path) {
        Place place = view.find(base + "/" + path, true);
        if (!place.status().isDirectory()) {
            throw new ErrnoException("open", path, Errno.ENOTDIR.number());
        }
        checkWritable(place.path());
        return view.directory(place.path());
    }

    @Override
    public boolean isFixed(String path) {
        return view.isMountPoint(ContainerPath.clean(base + "/" + path));
    }

    /** @throws Forbidden Docker's text */
    void checkWritable(String path) {
        Optional<Boolean> mount = view.writableMount(path);
        if (mount.isPresent() && !mount.get()) {
            throw new Forbidden("mounted volume is marked read-only");
        }
        if (mount.isEmpty() && readOnlyRootfs) {
            throw new Forbidden("container rootfs is marked read-only");
        }
    }
}
