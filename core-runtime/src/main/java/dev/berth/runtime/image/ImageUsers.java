package dev.berth.runtime.image;

import java.util.List;
import java.util.stream.Stream;

/** Tells which containers were made from which images; the container service in production. */
@FunctionalInterface
public interface ImageUsers {
    /** Every container there is, stopped ones too. */
    List<ImageUse> imageUses();

    /** What either of the two tells. */
    static ImageUsers both(ImageUsers one, ImageUsers other) {
        return () -> Stream.concat(one.imageUses().stream(), other.imageUses().stream())
                .toList();
    }

    /**
     * A container and its image, or one that it has mounted.
     *
     * @param containerId full id
     * @param imageId {@code sha256:...}
     * @param reference what the user named the image by at create, as {@code busybox} or an id
     * @param running true also for paused and restarting
     */
    record ImageUse(String containerId, String imageId, String reference, boolean running) {}
}
