package dev.berth.plugin.ipam;

import java.math.BigInteger;
import java.util.Optional;

/** An IPAM driver that can say how full its pools are; not part of Docker's plugin protocol. */
public interface AddressUsage {
    /**
     * How full a pool is.
     *
     * @param inUse addresses of the subnet that are given or are nobody's, such as the broadcast address
     * @param available addresses that may still be given to who asks for none in particular
     */
    record Usage(BigInteger inUse, BigInteger available) {}

    /** The usage of that pool; empty if there is none of that id. */
    Optional<Usage> usage(String poolId);
}
