package dev.berth.plugin.network;

import java.util.List;

/** A network driver that can publish ports. Called between join and leave. */
public interface ExternalConnectivity {
    /**
     * Publishes the ports, all or none.
     *
     * @return the same bindings in the same order, each with the host port it really has
     * @throws dev.berth.plugin.EngineException.Conflict a host port is taken; says which
     */
    List<PortBinding> programExternalConnectivity(String networkId, String endpointId, List<PortBinding> bindings);

    /** Withdraws every port of the endpoint. */
    void revokeExternalConnectivity(String networkId, String endpointId);
}
