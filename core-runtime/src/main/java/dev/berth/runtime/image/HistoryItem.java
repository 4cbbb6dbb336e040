package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A line of {@code docker history}, in Docker's JSON.
 *
 * @param id of the image that ends with this step, {@code <missing>} for steps below it
 * @param created seconds since the epoch
 * @param size bytes of the step's layer, 0 for a step without
 */
public record HistoryItem(
        @JsonProperty("Id") String id,
        @JsonProperty("Created") long created,
        @JsonProperty("CreatedBy") String createdBy,
        @JsonProperty("Tags") List<String> tags,
        @JsonProperty("Size") long size,
        @JsonProperty("Comment") String comment) {
    /** The same step, which this image ends with. */
    HistoryItem of(Image image) {
        List<String> names = image.tags().stream().map(ImageReference::familiar).toList();
        return new HistoryItem(image.id(), created, createdBy, names, size, comment);
    }
}
