package dev.berth.plugin.ipam;

import dev.berth.plugin.Cidr;

/**
 * Where default subnets are cut from, Docker's {@code default-address-pools}.
 *
 * @param base the range
 * @param size prefix length of each subnet, not shorter than the base's
 */
public record DefaultAddressPool(Cidr base, int size) {
    public DefaultAddressPool {
        if (size < base.prefix() || size > base.address().getAddress().length * 8) {
            throw new IllegalArgumentException("default address pool " + base + ": size out of range: " + size);
        }
    }
}
