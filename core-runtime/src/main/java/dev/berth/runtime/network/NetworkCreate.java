package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /networks/create}.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Engine API, NetworkCreate</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NetworkCreate(
        @JsonProperty("Name") String name,
        @JsonProperty("Driver") String driver,
        @JsonProperty("Internal") boolean internal,
        @JsonProperty("Attachable") boolean attachable,
        @JsonProperty("Ingress") boolean ingress,
        @JsonProperty("EnableIPv4") @Nullable Boolean enableIpv4,
        @JsonProperty("EnableIPv6") boolean enableIpv6,
        @JsonProperty("IPAM") Ipam ipam,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("Labels") Map<String, String> labels) {
    public NetworkCreate {
        name = name == null ? "" : name;
        driver = driver == null || driver.isEmpty() ? "bridge" : driver;
        ipam = ipam == null ? Ipam.DEFAULT : ipam;
        options = options == null ? Map.of() : new TreeMap<>(options);
        labels = labels == null ? Map.of() : new TreeMap<>(labels);
    }

    /** True if it is to have IPv4, as it has unless it says otherwise. */
    boolean ipv4() {
        return enableIpv4 == null || enableIpv4;
    }

    /** A bridge network of that name with everything else as it comes. */
    public static NetworkCreate bridge(String name) {
        return new NetworkCreate(name, "bridge", false, false, false, true, false, Ipam.DEFAULT, Map.of(), Map.of());
    }

    /** Where addresses come from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ipam(
            @JsonProperty("Driver") String driver,
            @JsonProperty("Options") @Nullable Map<String, String> options,
            @JsonProperty("Config") List<IpamConfig> config) {
        /** The default driver, a default subnet. */
        public static final Ipam DEFAULT = new Ipam("default", null, List.of());

        public Ipam {
            driver = driver == null || driver.isEmpty() ? "default" : driver;
            options = options == null ? null : new TreeMap<>(options);
            config = config == null ? List.of() : List.copyOf(config);
        }
    }
}
