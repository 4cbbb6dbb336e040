package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code NetworkSettings} of a container inspect; to be serialised as it is. The address fields at the top repeat those
 * on the default bridge, as Docker's do.
 *
 * @param ports {@code 80/tcp} to where it is published, or to null where it is only exposed
 * @param networks by network name
 */
public record NetworkSettings(
        @JsonProperty("Bridge") String bridge,
        @JsonProperty("SandboxID") String sandboxId,
        @JsonProperty("SandboxKey") String sandboxKey,
        @JsonProperty("HairpinMode") boolean hairpinMode,
        @JsonProperty("LinkLocalIPv6Address") String linkLocalIpv6Address,
        @JsonProperty("LinkLocalIPv6PrefixLen") int linkLocalIpv6PrefixLen,
        @JsonProperty("Ports") Map<String, @Nullable List<HostPort>> ports,
        @JsonProperty("SecondaryIPAddresses") @Nullable List<String> secondaryIpAddresses,
        @JsonProperty("SecondaryIPv6Addresses") @Nullable List<String> secondaryIpv6Addresses,
        @JsonProperty("EndpointID") String endpointId,
        @JsonProperty("Gateway") String gateway,
        @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @JsonProperty("MacAddress") String macAddress,
        @JsonProperty("Networks") Map<String, EndpointState> networks) {}
