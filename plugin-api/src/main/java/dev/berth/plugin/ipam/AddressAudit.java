package dev.berth.plugin.ipam;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/**
 * An IPAM driver that one engine has to itself, and that can be told all that this engine holds: what a crash left
 * reserved between the driver's note of it and the engine's is free again afterwards.
 */
public interface AddressAudit {
    /**
     * Releases every pool and address that is not among these.
     *
     * @param held addresses by pool id; an empty set for a pool without any
     */
    void retain(Map<String, Set<InetAddress>> held);
}
