package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * One subnet of a network as text; what is absent is empty, and left to IPAM.
 *
 * @param subnet {@code ADDRESS/PREFIX}
 * @param ipRange the part of the subnet that addresses are given from, {@code ADDRESS/PREFIX}
 * @param gateway an address
 * @param auxiliaryAddresses name to address: kept for other uses
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IpamConfig(
        @JsonProperty("Subnet") String subnet,
        @JsonProperty("IPRange") String ipRange,
        @JsonProperty("Gateway") String gateway,

        @JsonProperty("AuxiliaryAddresses") @JsonAlias("AuxAddress")
        Map<String, String> auxiliaryAddresses) {
    public IpamConfig {
        subnet = subnet == null ? "" : subnet;
        ipRange = ipRange == null ? "" : ipRange;
        gateway = gateway == null ? "" : gateway;
        auxiliaryAddresses = auxiliaryAddresses == null ? Map.of() : new TreeMap<>(auxiliaryAddresses);
    }
}
