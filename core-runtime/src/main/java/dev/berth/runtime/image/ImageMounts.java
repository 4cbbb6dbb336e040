package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.image.ImageUsers.ImageUse;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.volume.MountedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Overlays of images' layers and nothing else; which container has which of what image is kept in the state database. */
final class ImageMounts implements MountedImages {
    private static final String KIND = "image-mount";
    private static final String EMPTY = "empty";

    private final Path directory;
    private final Store store;
    private final ImageIndex index;
    private final RootfsStore rootfs;

    ImageMounts(EnginePaths paths, Store store, ImageIndex index, RootfsStore rootfs) {
        this.directory = paths.execRoot().resolve("image-mounts");
        this.store = store;
        this.index = index;
        this.rootfs = rootfs;
    }

    /** Takes off what a daemon that was killed had mounted for a while, and not for a container. */
    void cleanUp() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<String> kept = store.all(KIND).keySet();
        try (Stream<Path> places = Files.list(directory)) {
            places.map(place -> String.valueOf(place.getFileName()))
                    .filter(name -> !name.equals(EMPTY) && !kept.contains(name))
                    .forEach(this::unmount);
        } catch (IOException failure) {
            throw new SystemFailure("list " + directory + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public Path keep(String id, String containerId, String image) {
        Image found = index.require(image);
        // Layers stay where something stands on them, a root file system or this.
        rootfs.record(id, found);
        store.putLazily(KIND, id, Json.write(new ImageUse(containerId, found.id(), image, false)));
        return directory.resolve(id);
    }

    /** The containers that have an image mounted. */
    List<ImageUse> uses() {
        return store.all(KIND).values().stream()
                .map(json -> Json.read(json, ImageUse.class))
                .toList();
    }

    @Override
    public Path mount(String id, String holder) {
        Path target = directory.resolve(holder);
        // An overlay has at least two layers.
        Path empty = directory.resolve(EMPTY);
        try {
            Files.createDirectories(empty);
            Files.createDirectories(target);
        } catch (IOException failure) {
            throw new SystemFailure("create " + target + ": " + failure.getMessage(), failure);
        }
        if (FileCalls.status(target).device() == FileCalls.status(directory).device()) {
            List<Path> lowers = new ArrayList<>(rootfs.lowers(
                    rootfs.diffIds(id).orElseThrow(() -> new SystemFailure("image mount " + id + " has no layers"))));
            lowers.add(empty);
            Mounts.readOnlyOverlay(lowers, target);
        }
        return target;
    }

    @Override
    public void unmount(String holder) {
        Path target = directory.resolve(holder);
        Mounts.unmount(target, true);
        try {
            Files.deleteIfExists(target);
        } catch (IOException failure) {
            throw new SystemFailure("delete " + target + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void forget(String id) {
        unmount(id);
        store.deleteLazily(KIND, id);
        rootfs.forget(id);
    }
}
