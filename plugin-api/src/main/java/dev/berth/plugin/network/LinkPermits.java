package dev.berth.plugin.network;

import java.util.List;

/**
 * A network driver on which containers do not reach each other unless linked (Docker's {@code icc=false}); on a network
 * where they do, these calls change nothing.
 */
public interface LinkPermits {
    /** Lets the child endpoint reach these ports of the parent, and the answers come back. */
    void permit(String networkId, String childEndpointId, String parentEndpointId, List<ContainerPort> ports);

    /** Takes back what {@link #permit} gave between the two. */
    void revoke(String networkId, String childEndpointId, String parentEndpointId);
}
