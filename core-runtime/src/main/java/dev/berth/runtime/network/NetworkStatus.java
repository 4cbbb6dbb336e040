package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.plugin.ipam.AddressUsage;
import dev.berth.plugin.ipam.IpamDriver;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is true of a network at the moment, as {@code GET /networks/ID} tells it:
 *
 * <pre>{"IPAM":{"Subnets":{"172.17.0.0/16":{"IPsInUse":4,"DynamicIPsAvailable":65532}}}}</pre>
 */
public record NetworkStatus(@JsonProperty("IPAM") Ipam ipam) {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** By subnet. */
    public record Ipam(@JsonProperty("Subnets") Map<String, SubnetStatus> subnets) {}

    /**
     * How full a subnet is; numbers end at 2 to the 64th, less one.
     *
     * @param ipsInUse given, or nobody's, as the broadcast address
     * @param dynamicIpsAvailable to be given to containers that ask for none, inside the {@code --ip-range} if there is one
     */
    public record SubnetStatus(
            @JsonProperty("IPsInUse") BigInteger ipsInUse,
            @JsonProperty("DynamicIPsAvailable") BigInteger dynamicIpsAvailable) {}

    /** Empty where no built-in driver knows: a plugin cannot be asked. */
    static Optional<NetworkStatus> of(Network network, Map<String, IpamDriver> builtIn) {
        if (!(builtIn.get(network.ipam().driver()) instanceof AddressUsage driver)) {
            return Optional.empty();
        }
        Map<String, SubnetStatus> subnets = new TreeMap<>();
        network.ipam()
                .subnets()
                .forEach(subnet -> driver.usage(subnet.poolId())
                        .ifPresent(usage -> subnets.put(
                                subnet.pool(),
                                new SubnetStatus(
                                        usage.inUse().min(MOST),
                                        usage.available().min(MOST)))));
        return subnets.isEmpty() ? Optional.empty() : Optional.of(new NetworkStatus(new Ipam(subnets)));
    }
}
