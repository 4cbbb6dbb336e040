package dev.berth.bridge;

import dev.berth.plugin.network.ContainerPort;
import java.util.List;

/** What a link lets pass on a network where containers do not reach each other. */
record LinkPermit(String networkId, String child, String parent, List<ContainerPort> ports) {
    LinkPermit {
        ports = List.copyOf(ports);
    }

    boolean concerns(String endpointId) {
        return child.equals(endpointId) || parent.equals(endpointId);
    }
}
