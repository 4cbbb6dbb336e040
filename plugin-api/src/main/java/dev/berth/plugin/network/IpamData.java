package dev.berth.plugin.network;

import dev.berth.plugin.Cidr;
import java.util.Map;
import java.util.Optional;

/**
 * What IPAM gave a network in one family.
 *
 * @param pool the subnet
 * @param gateway the gateway's address with the subnet's prefix, if the network has one
 * @param auxAddresses addresses the user keeps for other uses, by the user's name
 */
public record IpamData(Cidr pool, Optional<Cidr> gateway, Map<String, Cidr> auxAddresses) {
    public IpamData {
        auxAddresses = Map.copyOf(auxAddresses);
    }
}
