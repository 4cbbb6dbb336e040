package dev.berth.runtime.image;

import java.util.List;
import java.util.Optional;

/**
 * What {@code docker import} asks for beside the archive.
 *
 * @param reference name of the new image, if it gets one
 * @param changes Dockerfile instructions to apply, as {@code CMD ["sh"]}
 * @param message the comment; Docker's default is {@code Imported from SOURCE}
 */
public record ImportRequest(Optional<ImageReference> reference, List<String> changes, String message) {
    public ImportRequest {
        changes = List.copyOf(changes);
    }
}
