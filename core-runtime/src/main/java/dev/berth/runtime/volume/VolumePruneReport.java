package dev.berth.runtime.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of {@code POST /volumes/prune}: names removed, bytes of disk that they held. */
public record VolumePruneReport(
        @JsonProperty("VolumesDeleted") List<String> volumesDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {
    public VolumePruneReport {
        volumesDeleted = List.copyOf(volumesDeleted);
    }
}
