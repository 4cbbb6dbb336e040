package dev.berth.runtime.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a container's place on one network.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Engine API, EndpointSettings</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EndpointSettings(
        @JsonProperty("IPAMConfig") @Nullable IpamConfig ipamConfig,
        @JsonProperty("Links") List<String> links,
        @JsonProperty("Aliases") List<String> aliases,
        @JsonProperty("MacAddress") String macAddress,
        @JsonProperty("DriverOpts") Map<String, String> driverOpts,
        @JsonProperty("GwPriority") int gwPriority) {
    /** Asks for nothing. */
    public static final EndpointSettings NONE = new EndpointSettings(null, List.of(), List.of(), "", Map.of(), 0);

    public EndpointSettings {
        links = links == null ? List.of() : List.copyOf(links);
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        macAddress = macAddress == null ? "" : macAddress;
        driverOpts = driverOpts == null ? Map.of() : new TreeMap<>(driverOpts);
    }

    /** Addresses asked for, as text; empty for any. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record IpamConfig(
            @JsonProperty("IPv4Address") String ipv4Address,
            @JsonProperty("IPv6Address") String ipv6Address) {
        public IpamConfig {
            ipv4Address = ipv4Address == null ? "" : ipv4Address;
            ipv6Address = ipv6Address == null ? "" : ipv6Address;
        }
    }
}
