package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as {@code GET /networks} and {@code GET /networks/ID} tell it; to be serialised as it is.
 *
 * @param created RFC 3339 with nanoseconds, UTC
 * @param containers by container id; empty in lists
 * @param status not in lists; what Docker tells from API 1.52 on is told to every client, for none minds further fields
 */
public record NetworkInspect(
        @JsonProperty("Name") String name,
        @JsonProperty("Id") String id,
        @JsonProperty("Created") String created,
        @JsonProperty("Scope") String scope,
        @JsonProperty("Driver") String driver,
        @JsonProperty("EnableIPv4") boolean enableIpv4,
        @JsonProperty("EnableIPv6") boolean enableIpv6,
        @JsonProperty("IPAM") Ipam ipam,
        @JsonProperty("Internal") boolean internal,
        @JsonProperty("Attachable") boolean attachable,
        @JsonProperty("Ingress") boolean ingress,
        @JsonProperty("ConfigFrom") ConfigFrom configFrom,
        @JsonProperty("ConfigOnly") boolean configOnly,
        @JsonProperty("Containers") Map<String, Member> containers,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("Labels") Map<String, String> labels,

        @JsonProperty("Status") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        NetworkStatus status) {
    /** Where addresses come from, with the subnets and gateways that were given. */
    public record Ipam(
            @JsonProperty("Driver") String driver,
            @JsonProperty("Options") @Nullable Map<String, String> options,
            @JsonProperty("Config") List<IpamConfig> config) {}

    /** Always empty: there are no configuration-only networks. */
    public record ConfigFrom(@JsonProperty("Network") String network) {}

    /** A running container on the network; addresses with their prefix, empty if it has none of the family. */
    public record Member(
            @JsonProperty("Name") String name,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("MacAddress") String macAddress,
            @JsonProperty("IPv4Address") String ipv4Address,
            @JsonProperty("IPv6Address") String ipv6Address) {}
}
