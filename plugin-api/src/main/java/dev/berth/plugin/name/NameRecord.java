package dev.berth.plugin.name;

import java.net.InetAddress;
import java.util.List;

/**
 * The names of one endpoint on one network.
 *
 * @param names container name first (the answer to a reverse lookup), then aliases and short id
 * @param networkName so that {@code name.network} resolves
 * @param addresses of either family
 */
public record NameRecord(
        String networkId, String networkName, String endpointId, List<String> names, List<InetAddress> addresses) {
    public NameRecord {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }
}
