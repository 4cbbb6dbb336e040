package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.image.ImageService;

/** Docker's {@code SizeRw} and {@code SizeRootFs}, bytes. */
final class ContainerSizes {
    private ContainerSizes() {}

    static void addTo(ObjectNode json, ImageService images, Container container) {
        long own = images.rootfs(container.id()).ownSize();
        if (own > 0) {
            json.put("SizeRw", own);
        }
        json.put("SizeRootFs", own + imageSize(images, container.imageId()));
    }

    private static long imageSize(ImageService images, String imageId) {
        try {
            JsonNode size = images.inspect(imageId).path("Size");
            return size.asLong();
        } catch (EngineException.NotFound removed) {
            return 0;
        }
    }
}
