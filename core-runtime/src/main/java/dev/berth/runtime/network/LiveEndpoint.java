package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.EndpointSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A running container's endpoint, as it is kept in the store; texts are empty where there is nothing.
 *
 * @param id 64 hexadecimal digits
 * @param interfaceName inside the sandbox
 * @param ipv4 address with the subnet's prefix
 * @param ipv6 address with the subnet's prefix
 * @param gateway4 default route's next hop that the driver offers
 * @param gateway6 default route's next hop that the driver offers
 * @param driverOptions what the driver was told
 * @param dnsNames registered on the network: container name first
 */
record LiveEndpoint(
        String id,
        String networkId,
        String interfaceName,
        String mac,
        String ipv4,
        String ipv6,
        String gateway4,
        String gateway6,
        Map<String, String> driverOptions,
        List<String> dnsNames) {
    LiveEndpoint {
        driverOptions = new TreeMap<>(driverOptions);
        dnsNames = List.copyOf(dnsNames);
    }

    /** One on a network without driver. */
    static LiveEndpoint bare(String id, String networkId) {
        return new LiveEndpoint(id, networkId, "", "", "", "", "", "", Map.of(), List.of());
    }

    Optional<Cidr> cidr4() {
        return ipv4.isEmpty() ? Optional.empty() : Optional.of(Cidr.parse(ipv4));
    }

    Optional<Cidr> cidr6() {
        return ipv6.isEmpty() ? Optional.empty() : Optional.of(Cidr.parse(ipv6));
    }

    /** Its addresses, IPv4 first. */
    List<InetAddress> addresses() {
        return Stream.of(cidr4(), cidr6())
                .flatMap(Optional::stream)
                .map(Cidr::address)
                .toList();
    }

    @JsonIgnore
    int gatewayFamilies() {
        return (gateway4.isEmpty() ? 0 : 1) + (gateway6.isEmpty() ? 0 : 1);
    }

    /** The same question that made it, for a driver that is asked again. */
    EndpointSpec spec() {
        return new EndpointSpec(
                id,
                mac.isEmpty() ? Optional.empty() : Optional.of(new MacAddress(mac)),
                cidr4(),
                cidr6(),
                driverOptions);
    }

    LiveEndpoint withDnsNames(List<String> names) {
        return new LiveEndpoint(
                id, networkId, interfaceName, mac, ipv4, ipv6, gateway4, gateway6, driverOptions, names);
    }
}
