package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a prune took away, in Docker's JSON; bytes. */
public record ImagePruneReport(
        @JsonProperty("ImagesDeleted") List<RemovedImage> imagesDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {}
