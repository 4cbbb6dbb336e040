package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code docker images}, in Docker's JSON.
 *
 * @param created seconds since the epoch
 * @param size bytes of all its layers
 * @param sharedSize bytes shared with other images, -1 where not asked for
 * @param containers number of containers of it, -1 where not asked for
 */
public record ImageSummary(
        @JsonProperty("Id") String id,
        @JsonProperty("ParentId") String parentId,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Created") long created,
        @JsonProperty("Size") long size,

        @JsonProperty("VirtualSize") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long virtualSize,

        @JsonProperty("SharedSize") long sharedSize,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("Containers") long containers) {
    /** Stands where an image has no name at all, until API 1.42. */
    static final List<String> NO_TAGS = List.of("<none>:<none>");

    static final List<String> NO_DIGESTS = List.of("<none>@<none>");

    /** As Docker tells it from API 1.43 on. */
    public ImageSummary withoutPlaceholders() {
        return new ImageSummary(
                id,
                parentId,
                repoTags.equals(NO_TAGS) ? List.of() : repoTags,
                repoDigests.equals(NO_DIGESTS) ? List.of() : repoDigests,
                created,
                size,
                virtualSize,
                sharedSize,
                labels,
                containers);
    }

    /** As Docker tells it from API 1.44 on. */
    public ImageSummary withoutVirtualSize() {
        return new ImageSummary(
                id, parentId, repoTags, repoDigests, created, size, null, sharedSize, labels, containers);
    }

    /** With the number of containers of it. */
    public ImageSummary withContainers(long number) {
        return new ImageSummary(
                id, parentId, repoTags, repoDigests, created, size, virtualSize, sharedSize, labels, number);
    }
}
