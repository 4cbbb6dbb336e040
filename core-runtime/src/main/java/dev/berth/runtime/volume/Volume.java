package dev.berth.runtime.volume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume as {@code docker volume inspect} shows it.
 *
 * @param createdAt RFC 3339 in the host's time zone, empty if the driver does not say
 * @param mountpoint host path of the data, empty while it is nowhere on this host
 * @param scope {@code local} or {@code global}
 * @param status what the driver tells of it
 */
public record Volume(
        @JsonProperty("CreatedAt") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String createdAt,

        @JsonProperty("Driver") String driver,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("Mountpoint") String mountpoint,
        @JsonProperty("Name") String name,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("Scope") String scope,

        @JsonProperty("Status") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Object> status) {
    /** The label of a volume that got its name from the engine. */
    public static final String ANONYMOUS_LABEL = "com.docker.volume.anonymous";

    public Volume {
        labels = new TreeMap<>(labels);
        options = new TreeMap<>(options);
        status = Map.copyOf(status);
    }
}
