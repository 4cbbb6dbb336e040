package dev.berth.bridge;

import dev.berth.linux.netlink.Link;
import dev.berth.plugin.EngineException;

/**
 * The bridges of networks that have containers: one that somebody deleted under them is made again when the next
 * container joins, with the links of all the others as its ports. Their addresses and published ports were never gone.
 */
final class BridgeMending {
    private final BridgeState state;
    private final BridgeLink bridges;
    private final VethLink veths;

    BridgeMending(BridgeState state, BridgeLink bridges, VethLink veths) {
        this.state = state;
        this.bridges = bridges;
        this.veths = veths;
    }

    /**
     * The network's bridge, made whole if it is not.
     *
     * @param cause for whom, to be named if it fails
     * @throws EngineException.NotFound it is gone, and was not ours
     */
    Link whole(BridgeNetwork network, String cause) {
        return bridges.present(network).orElseGet(() -> mend(network, cause));
    }

    private Link mend(BridgeNetwork network, String cause) {
        if (!network.owned() && !bridges.exists(network.bridge())) {
            throw new EngineException.NotFound(cause + ": bridge " + network.bridge() + " of network " + network.id()
                    + " is gone; it was made by somebody else, and has to be made again by them");
        }
        bridges.distrust(network); // until all its ports are back
        Link bridge = bridges.ensure(network);
        state.endpointsOf(network.id()).forEach(endpoint -> veths.plugInAgain(bridge, network, endpoint));
        bridges.know(network, bridge);
        return bridge;
    }
}
