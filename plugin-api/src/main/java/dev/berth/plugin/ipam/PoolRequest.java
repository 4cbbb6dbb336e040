package dev.berth.plugin.ipam;

import dev.berth.plugin.Cidr;
import java.util.Map;
import java.util.Optional;

/**
 * A subnet to reserve.
 *
 * @param addressSpace one of the driver's two
 * @param pool the user's subnet; empty for a default one
 * @param subPool the part that addresses come from (Docker's {@code --ip-range})
 * @param v6 family of a default subnet
 */
public record PoolRequest(
        String addressSpace, Optional<Cidr> pool, Optional<Cidr> subPool, boolean v6, Map<String, String> options) {
    public PoolRequest {
        options = Map.copyOf(options);
    }
}
