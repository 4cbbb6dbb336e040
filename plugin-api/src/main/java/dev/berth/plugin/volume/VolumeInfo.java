package dev.berth.plugin.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A volume as its driver knows it; {@code status} is free for the driver. */
public record VolumeInfo(
        String name, Optional<Path> mountpoint, Optional<Instant> createdAt, Map<String, Object> status) {
    public VolumeInfo {
        status = Map.copyOf(status);
    }
}
