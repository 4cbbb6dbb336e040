package dev.berth.bridge;

import dev.berth.linux.netlink.Address;
import dev.berth.linux.netlink.Flow;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Datagrams go on along the path of the first, even when the port they are for has been published since, withdrawn or
 * given to another container, until the kernel is told to forget that path.
 */
final class StaleFlows {
    private final HostNamespace host;

    StaleFlows(HostNamespace host) {
        this.host = host;
    }

    /**
     * Forgets what was begun towards these ports of the host. Connections, which end by themselves, stay.
     *
     * @param endpointId whose ports they are
     */
    void forget(String endpointId, List<PortBinding> ports) {
        List<PortBinding> datagrams = ports.stream()
                .filter(port -> port.container().protocol() == Protocol.UDP)
                .toList();
        if (datagrams.isEmpty()) {
            return;
        }
        try {
            delete(datagrams);
        } catch (ErrnoException failure) {
            throw new EngineException.SystemFailure(
                    "endpoint " + endpointId + ": forget what was begun towards its UDP ports: " + failure.getMessage(),
                    failure);
        }
    }

    private void delete(List<PortBinding> ports) {
        Set<InetAddress> own =
                host.links().addresses().stream().map(Address::address).collect(Collectors.toSet());
        host.flows()
                .delete(flow ->
                        flow.protocol() == Flow.UDP && ports.stream().anyMatch(port -> isTowards(port, flow, own)));
    }

    private static boolean isTowards(PortBinding port, Flow flow, Set<InetAddress> own) {
        InetAddress to = flow.destination();
        boolean address = port.hostAddress().isAnyLocalAddress()
                ? own.contains(to) || to.isLoopbackAddress()
                : port.hostAddress().equals(to);
        return address && port.hostPort() == flow.destinationPort();
    }
}
