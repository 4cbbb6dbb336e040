package dev.berth.plugin.network;

import java.util.List;
import java.util.Map;

/**
 * A network to create.
 *
 * @param id 64 hexadecimal digits
 * @param name as the user gave it
 * @param internal no way out of the network, and none in
 * @param enableIpv6 addresses of both families are given
 * @param options driver options by Docker's names ({@code com.docker.network.bridge.name} ...), as strings
 * @param pools at least one; at most one per family is used for a gateway
 */
public record NetworkSpec(
        String id,
        String name,
        boolean internal,
        boolean enableIpv6,
        Map<String, String> options,
        List<IpamData> pools) {
    public NetworkSpec {
        options = Map.copyOf(options);
        pools = List.copyOf(pools);
    }
}
