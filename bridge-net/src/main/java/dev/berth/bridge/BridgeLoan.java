package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import java.util.List;

/**
 * What is changed of a bridge that somebody else made, to be put back with the network.
 *
 * @param addresses that it is given
 * @param mtu that it had, bytes; 0 if it is left
 * @param localnet requests to loopback addresses are let through to it, which they were not
 */
record BridgeLoan(List<Cidr> addresses, int mtu, boolean localnet) {
    /** Nothing is changed, as far as is known. */
    static final BridgeLoan NOTHING = new BridgeLoan(List.of(), 0, false);

    BridgeLoan {
        addresses = List.copyOf(addresses);
    }
}
