package dev.berth.runtime.volume;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One entry of {@code Mounts} in {@code docker inspect} and {@code docker ps}.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code image}
 * @param name the volume's name, or the image as it was named; else empty
 * @param source host path; empty for a tmpfs and for a volume that is nowhere on this host
 * @param destination absolute path in the container
 * @param driver the volume's driver, else empty
 * @param mode the mode as it was given, such as {@code ro} or {@code z}
 * @param rw false for read-only
 * @param propagation {@code rprivate}, {@code rslave} ...; empty for volumes and tmpfs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MountPoint(
        @JsonProperty("Type") String type,

        @JsonProperty("Name") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String name,

        @JsonProperty("Source") String source,
        @JsonProperty("Destination") String destination,

        @JsonProperty("Driver") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String driver,

        @JsonProperty("Mode") String mode,
        @JsonProperty("RW") boolean rw,
        @JsonProperty("Propagation") String propagation) {
    public MountPoint {
        name = name == null ? "" : name;
        source = source == null ? "" : source;
        driver = driver == null ? "" : driver;
        mode = mode == null ? "" : mode;
        propagation = propagation == null ? "" : propagation;
    }
}
