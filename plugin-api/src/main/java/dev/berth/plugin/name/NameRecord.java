package dev.berth.plugin.name;

import dev.berth.plugin.network.ContainerPort;
import java.net.InetAddress;
import java.util.List;

/**
 * The names of one endpoint on one network.
 *
 * @param names container name first (the answer to a reverse lookup), then aliases and short id
 * @param networkName so that {@code name.network} resolves
 * @param addresses of either family
 * @param ports that the container exposes: its services
 */
public record NameRecord(
        String networkId,
        String networkName,
        String endpointId,
        List<String> names,
        List<InetAddress> addresses,
        List<ContainerPort> ports) {
    public NameRecord {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }

    /** One that exposes nothing. */
    public NameRecord(
            String networkId, String networkName, String endpointId, List<String> names, List<InetAddress> addresses) {
        this(networkId, networkName, endpointId, names, addresses, List.of());
    }
}
