package dev.berth.runtime.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of {@code GET /volumes}: the volumes by name, and a warning per driver that did not answer. */
public record VolumeList(
        @JsonProperty("Volumes") List<Volume> volumes,
        @JsonProperty("Warnings") List<String> warnings) {
    public VolumeList {
        volumes = List.copyOf(volumes);
        warnings = List.copyOf(warnings);
    }
}
