package dev.berth.plugin.network;

import dev.berth.plugin.Scope;

/**
 * Creates and removes networks and the endpoints on them. Calls for one network never overlap; calls for different
 * networks may. Every call may come again with the same arguments (after a crash of either side) and then changes
 * nothing: what is there is adopted. Every removing call succeeds on what is already gone, so teardown can always run
 * to the end.
 *
 * @see <a href="https://github.com/moby/moby/blob/master/daemon/libnetwork/docs/remote.md">remote driver protocol</a>
 */
public interface NetworkDriver {
    /** {@code LOCAL} for a network of one host. */
    Scope scope();

    /**
     * Creates the network; returns when containers can be joined to it.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter an option has no valid value
     * @throws dev.berth.plugin.EngineException.Conflict it cannot exist beside what the host has
     */
    void createNetwork(NetworkSpec spec);

    /** Removes the network and all that was made for it. */
    void deleteNetwork(String networkId);

    /**
     * Reserves an endpoint.
     *
     * @return the endpoint with every address that it will have; the MAC address is always filled in
     * @throws dev.berth.plugin.EngineException.NotFound there is no such network
     */
    Endpoint createEndpoint(String networkId, EndpointSpec spec);

    /** Gives the endpoint up. */
    void deleteEndpoint(String networkId, String endpointId);

    /**
     * Brings the endpoint's interface to the sandbox; called after createEndpoint. The caller then gives the interface
     * its addresses and routes and sets it up, in the sandbox.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such network or endpoint
     */
    JoinInfo join(String networkId, String endpointId, JoinSpec spec);

    /** Takes the interface out of the sandbox; the sandbox may be gone already. */
    void leave(String networkId, String endpointId);
}
