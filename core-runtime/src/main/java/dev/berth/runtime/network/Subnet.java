package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.IpamData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A subnet that IPAM gave a network, as it is kept in the store.
 *
 * @param poolId IPAM's name for it
 * @param pool {@code ADDRESS/PREFIX}
 * @param ipRange the part that addresses come from, {@code ADDRESS/PREFIX}, may be empty
 * @param gateway an address, may be empty
 * @param auxiliary addresses kept for other uses by the user's names
 * @param chosen true if the user named the subnet
 */
record Subnet(
        String poolId, String pool, String ipRange, String gateway, Map<String, String> auxiliary, boolean chosen) {
    Subnet {
        auxiliary = new TreeMap<>(auxiliary);
    }

    Cidr cidr() {
        return Cidr.parse(pool);
    }

    @JsonIgnore
    boolean isV6() {
        return !cidr().isV4();
    }

    /** What the network driver is told. */
    IpamData data() {
        Cidr cidr = cidr();
        Map<String, Cidr> addresses = new HashMap<>();
        auxiliary.forEach((name, address) -> addresses.put(name, within(cidr, address)));
        return new IpamData(cidr, gateway.isEmpty() ? Optional.empty() : Optional.of(within(cidr, gateway)), addresses);
    }

    /** What an inspect shows. */
    IpamConfig config() {
        return new IpamConfig(pool, ipRange, gateway, auxiliary);
    }

    private static Cidr within(Cidr subnet, String address) {
        return new Cidr(Cidr.parseAddress(address), subnet.prefix());
    }
}
