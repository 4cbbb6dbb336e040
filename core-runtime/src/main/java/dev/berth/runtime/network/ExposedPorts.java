package dev.berth.runtime.network;

import dev.berth.plugin.network.ContainerPort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a container offers to others: what its image and its user expose, and what is published. */
final class ExposedPorts {
    private ExposedPorts() {}

    static List<ContainerPort> of(ContainerNetworkRequest container) {
        Set<String> ports =
                new LinkedHashSet<>(container.config().exposedPorts().keySet());
        ports.addAll(container.hostConfig().portBindings().keySet());
        return ports.stream().map(PortPublishing::port).distinct().toList();
    }
}
