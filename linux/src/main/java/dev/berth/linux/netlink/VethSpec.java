package dev.berth.linux.netlink;

import dev.berth.linux.sys.NetNs;
import java.util.Optional;

/**
 * A veth pair to make.
 *
 * @param name of the end here, 1..15 bytes
 * @param peerName of the end there, 1..15 bytes
 * @param peerNamespace where that end is born
 * @param mtu of both ends, bytes, 68..65535; 0 = the kernel's default
 * @param peerMac of the end there, six bytes; empty = the kernel chooses
 */
public record VethSpec(String name, String peerName, NetNs peerNamespace, int mtu, Optional<byte[]> peerMac) {
    public VethSpec {
        LinkMessage.requireName(name);
        LinkMessage.requireName(peerName);
        if (mtu < 0) {
            throw new IllegalArgumentException("mtu " + mtu);
        }
    }
}
