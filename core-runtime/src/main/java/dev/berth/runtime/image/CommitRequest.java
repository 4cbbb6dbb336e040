package dev.berth.runtime.image;

import dev.berth.runtime.spec.ContainerConfig;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docker commit} makes an image of.
 *
 * @param containerId full id; its files must be at rest for the time of the call
 * @param parent the image it was made from
 * @param config the container's configuration, the base of the new image's
 * @param reference name of the new image, if it gets one
 * @param author who, or empty
 * @param comment why, or empty
 * @param changes Dockerfile instructions to apply, as {@code CMD ["sh"]}
 */
public record CommitRequest(
        String containerId,
        Image parent,
        ContainerConfig config,
        Optional<ImageReference> reference,
        String author,
        String comment,
        List<String> changes) {
    public CommitRequest {
        changes = List.copyOf(changes);
    }
}
