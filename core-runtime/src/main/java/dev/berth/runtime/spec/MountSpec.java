package dev.berth.runtime.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One {@code --mount}; the option groups stay as the client sent them.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.48/">Engine API, Mount</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MountSpec(
        @JsonProperty("Type") String type,
        @JsonProperty("Source") String source,
        @JsonProperty("Target") String target,
        @JsonProperty("ReadOnly") boolean readOnly,
        @JsonProperty("Consistency") String consistency,

        @JsonProperty("BindOptions") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        BindOptions bindOptions,

        @JsonProperty("VolumeOptions") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        VolumeOptions volumeOptions,

        @JsonProperty("ImageOptions") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        ImageOptions imageOptions,

        @JsonProperty("TmpfsOptions") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        TmpfsOptions tmpfsOptions) {
    public MountSpec {
        type = type == null ? "" : type;
        source = source == null ? "" : source;
        target = target == null ? "" : target;
        consistency = consistency == null ? "" : consistency;
    }

    /** Without options of its type. */
    public MountSpec(String type, String source, String target, boolean readOnly) {
        this(type, source, target, readOnly, "", null, null, null, null);
    }

    /**
     * Of a bind mount.
     *
     * @param nonRecursive mounts below the source are not shown
     * @param readOnlyNonRecursive of a read-only one, mounts below it stay writable
     * @param readOnlyForceRecursive of a read-only one, mounts below it are read-only, or it fails
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BindOptions(
            @JsonProperty("Propagation") String propagation,
            @JsonProperty("NonRecursive") boolean nonRecursive,
            @JsonProperty("CreateMountpoint") boolean createMountpoint,
            @JsonProperty("ReadOnlyNonRecursive") boolean readOnlyNonRecursive,
            @JsonProperty("ReadOnlyForceRecursive") boolean readOnlyForceRecursive) {
        public BindOptions {
            propagation = propagation == null ? "" : propagation;
        }
    }

    /** Of a volume. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record VolumeOptions(
            @JsonProperty("NoCopy") boolean noCopy,
            @JsonProperty("Labels") Map<String, String> labels,
            @JsonProperty("DriverConfig") @Nullable DriverConfig driverConfig,
            @JsonProperty("Subpath") String subpath) {
        public VolumeOptions {
            labels = labels == null ? Map.of() : new TreeMap<>(labels);
            subpath = subpath == null ? "" : subpath;
        }
    }

    /** A volume driver's name and options. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DriverConfig(
            @JsonProperty("Name") String name,
            @JsonProperty("Options") Map<String, String> options) {
        public DriverConfig {
            name = name == null ? "" : name;
            options = options == null ? Map.of() : new TreeMap<>(options);
        }
    }

    /** Of an image that is mounted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ImageOptions(@JsonProperty("Subpath") String subpath) {
        public ImageOptions {
            subpath = subpath == null ? "" : subpath;
        }
    }

    /**
     * Of a tmpfs.
     *
     * @param sizeBytes 0: half of memory
     * @param mode in the usual bits (0: 01777)
     * @param options further flags, each alone or with its value: {@code [["exec"]]}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TmpfsOptions(
            @JsonProperty("SizeBytes") long sizeBytes,
            @JsonProperty("Mode") int mode,

            @JsonProperty("Options") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<List<String>> options) {
        public TmpfsOptions {
            options = options == null
                    ? List.of()
                    : options.stream().map(List::copyOf).toList();
        }
    }
}
