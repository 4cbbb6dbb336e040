package dev.berth.plugin.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Docker's volume plugins.
 *
 * @see <a href="https://docs.docker.com/engine/extend/plugins_volume/">Docker's page</a>
 */
public final class VolumeProtocol {
    public static final String TYPE = "VolumeDriver";
    public static final String CREATE = "/VolumeDriver.Create";
    public static final String REMOVE = "/VolumeDriver.Remove";
    public static final String MOUNT = "/VolumeDriver.Mount";
    public static final String PATH = "/VolumeDriver.Path";
    public static final String UNMOUNT = "/VolumeDriver.Unmount";
    public static final String GET = "/VolumeDriver.Get";
    public static final String LIST = "/VolumeDriver.List";
    public static final String CAPABILITIES = "/VolumeDriver.Capabilities";

    private VolumeProtocol() {}

    /** Of {@link #CREATE}. */
    public record Creation(
            @JsonProperty("Name") String name,
            @JsonProperty("Opts") Map<String, String> options) {
        public Creation {
            name = Given.text(name);
            options = Given.map(options);
        }
    }

    /** Of {@link #REMOVE}, {@link #PATH}, {@link #GET}. */
    public record Named(@JsonProperty("Name") String name) {
        public Named {
            name = Given.text(name);
        }
    }

    /** Of {@link #MOUNT}, {@link #UNMOUNT}. @param id the holder */
    public record Held(
            @JsonProperty("Name") String name,
            @JsonProperty("ID") String id) {
        public Held {
            name = Given.text(name);
            id = Given.text(id);
        }
    }

    /** Answer of {@link #MOUNT}, {@link #PATH}. @param mountpoint empty if the volume is nowhere on this host */
    public record Place(@JsonProperty("Mountpoint") String mountpoint) {
        public Place {
            mountpoint = Given.text(mountpoint);
        }
    }

    /** Answer of {@link #GET}. @param volume null if there is none */
    public record Found(@JsonProperty("Volume") @Nullable Volume volume) {}

    /** Answer of {@link #LIST}. */
    public record Listed(@JsonProperty("Volumes") List<Volume> volumes) {
        public Listed {
            volumes = Given.list(volumes);
        }
    }

    /** @param createdAt RFC 3339 by the book; some plugins write Go's time format */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Volume(
            @JsonProperty("Name") String name,
            @JsonProperty("Mountpoint") String mountpoint,
            @JsonProperty("CreatedAt") String createdAt,
            @JsonProperty("Status") Map<String, Object> status) {
        public Volume {
            name = Given.text(name);
            mountpoint = Given.text(mountpoint);
            createdAt = Given.text(createdAt);
            status = Given.map(status);
        }
    }

    /** Answer of {@link #CAPABILITIES}, which a plugin need not have. */
    public record Capable(@JsonProperty("Capabilities") Capabilities capabilities) {
        public Capable {
            capabilities = capabilities == null ? new Capabilities("") : capabilities;
        }
    }

    /** @param scope {@code local} or {@code global} */
    public record Capabilities(@JsonProperty("Scope") String scope) {
        public Capabilities {
            scope = Given.text(scope);
        }
    }
}
