package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What one step of a build makes an image of.
 *
 * @param parent the image before it; empty at {@code FROM scratch}
 * @param config Docker's {@code Config} of the new image
 * @param containerConfig the same with the step itself as {@code Cmd}: what the cache knows the step by
 * @param author of {@code MAINTAINER}, or empty
 * @param containerId of the container that ran, or empty
 */
public record BuildStep(
        Optional<Image> parent, ObjectNode config, ObjectNode containerConfig, String author, String containerId) {
    /** The parent's id, empty if there is none. */
    public String parentId() {
        return parent.map(Image::id).orElse("");
    }
}
