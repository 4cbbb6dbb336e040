package dev.berth.runtime.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * What builds need of images: file systems to write in, images of steps, and those that steps have made before. Layers
 * and images that a build stands on stay. Everything may be called from any thread.
 */
public final class StepImages {
    private final ImageIndex index;
    private final LayerStore layers;
    private final RootfsStore rootfs;
    private final ImageMaker maker;
    private final ImageRemoval removal;
    private final LayerClaims claims;
    private final Lock lock;

    StepImages(
            ImageIndex index,
            LayerStore layers,
            RootfsStore rootfs,
            ImageMaker maker,
            ImageRemoval removal,
            LayerClaims claims,
            Lock lock) {
        this.index = index;
        this.layers = layers;
        this.rootfs = rootfs;
        this.maker = maker;
        this.removal = removal;
        this.claims = claims;
        this.lock = lock;
    }

    /** The image's file system, or an empty one, to read and write until it is closed. */
    public Workspace workspace(Optional<Image> image) {
        List<String> stack = image.map(Image::layers).orElse(List.of());
        return Workspace.mount(layers, claim(stack), rootfs.lowers(stack));
    }

    /** Files of this host to read, and to write without changing them. */
    public Workspace overlay(Path directory) {
        return Workspace.mount(layers, claim(List.of()), List.of(directory));
    }

    /** A copy of what a container changed, which has ended and stays. */
    public Workspace copyOf(String containerId, Image image) {
        return Workspace.copy(
                layers, claim(image.layers()), rootfs.of(containerId).upper());
    }

    /** What a container changed that has ended and is to be removed; afterwards it has changed nothing. */
    public Workspace takeOver(String containerId, Image image) {
        return Workspace.adopt(
                layers, claim(image.layers()), rootfs.of(containerId).upper());
    }

    private LayerClaims.Claim claim(List<String> stack) {
        return claims.claim(stack, released -> {
            lock.lock();
            try {
                rootfs.collector().collect(released);
            } finally {
                lock.unlock();
            }
        });
    }

    /**
     * Makes the image of a step.
     *
     * @param files what it wrote, if it could
     * @param holds gets the image before anybody can remove it
     */
    public Image commit(BuildStep step, Optional<Workspace> files, ImageHolds holds) {
        Optional<StagedLayer> layer = files.map(Workspace::stage).filter(staged -> !staged.isEmpty());
        ImageConfig config = maker.ofStep(step, layer.map(StagedLayer::diffId));
        return record(config, step.parentId(), layer, holds);
    }

    private Image record(ImageConfig config, String parent, Optional<StagedLayer> layer, ImageHolds holds) {
        lock.lock();
        try {
            layer.ifPresent(layers::commit);
            Image image = index.require(index.add(config, parent));
            holds.add(image);
            return image;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The image that this step made before, if any does: first of those that were built here; then, if {@code from} has
     * images, only such as belong to these or their histories.
     *
     * @param holds gets the image
     */
    public Optional<Image> cached(BuildStep step, List<Image> from, ImageHolds holds) {
        lock.lock();
        try {
            StepCache cache =
                    new StepCache(index, maker, config -> record(config, step.parentId(), Optional.empty(), holds));
            Optional<Image> found = cache.find(step, from);
            found.ifPresent(holds::add);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps images from being removed as unused while a build stands on them. */
    public ImageHolds holds() {
        return new ImageHolds(removal);
    }
}
