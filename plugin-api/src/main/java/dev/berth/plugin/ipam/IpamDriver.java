package dev.berth.plugin.ipam;

import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Gives out subnets and the addresses in them. What was given is on disk before the call returns and is given to nobody
 * else until released. Releasing what is not held succeeds.
 *
 * @see <a href="https://github.com/moby/moby/blob/master/daemon/libnetwork/docs/ipam.md">IPAM driver protocol</a>
 */
public interface IpamDriver {
    /** Option of {@link #requestAddress} whose value {@link #GATEWAY} asks for the network's gateway. */
    String REQUEST_ADDRESS_TYPE = "RequestAddressType";

    /** See {@link #REQUEST_ADDRESS_TYPE}. */
    String GATEWAY = "com.docker.network.gateway";

    /** The address space for networks of this host. */
    String localAddressSpace();

    /** The address space for networks across hosts. */
    String globalAddressSpace();

    /**
     * Reserves a subnet.
     *
     * @throws dev.berth.plugin.EngineException.Forbidden {@code Pool overlaps with other one on this address space}
     * @throws dev.berth.plugin.EngineException.Unavailable no default subnet is free
     * @throws dev.berth.plugin.EngineException.InvalidParameter the sub-pool is not inside the pool
     */
    Pool requestPool(PoolRequest request);

    /** Gives the subnet up, and every address in it. */
    void releasePool(String poolId);

    /**
     * Reserves an address.
     *
     * @param preferred exactly this one; empty for any
     * @return the address with the pool's prefix; never the network or IPv4 broadcast address
     * @throws dev.berth.plugin.EngineException.Conflict {@code Address already in use}
     * @throws dev.berth.plugin.EngineException.InvalidParameter the preferred address is not in the pool
     * @throws dev.berth.plugin.EngineException.Unavailable the pool is exhausted; says pool, used and size
     */
    Cidr requestAddress(String poolId, Optional<InetAddress> preferred, Map<String, String> options);

    /** Gives the address up. */
    void releaseAddress(String poolId, InetAddress address);
}
