package dev.berth.plugin.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint to create.
 *
 * @param id 64 hexadecimal digits
 * @param mac the user's choice; empty lets the driver choose
 * @param ipv4 address from IPAM with the subnet's prefix
 * @param ipv6 address from IPAM with the subnet's prefix
 * @param options endpoint options by Docker's names, as strings
 */
public record EndpointSpec(
        String id, Optional<MacAddress> mac, Optional<Cidr> ipv4, Optional<Cidr> ipv6, Map<String, String> options) {
    public EndpointSpec {
        options = Map.copyOf(options);
    }
}
