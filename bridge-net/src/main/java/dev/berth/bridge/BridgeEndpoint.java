package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.PortBinding;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** An endpoint as this driver holds it, with the ports it has published. */
record BridgeEndpoint(
        String networkId,
        String id,
        MacAddress mac,
        Optional<Cidr> ipv4,
        Optional<Cidr> ipv6,
        List<PortBinding> published) {
    private static final SecureRandom RANDOM = new SecureRandom();

    BridgeEndpoint {
        published = List.copyOf(published);
    }

    static BridgeEndpoint of(String networkId, EndpointSpec spec) {
        MacAddress mac = spec.mac().orElseGet(() -> macOf(spec.ipv4()));
        return new BridgeEndpoint(networkId, spec.id(), mac, spec.ipv4(), spec.ipv6(), List.of());
    }

    BridgeEndpoint publishing(List<PortBinding> ports) {
        return new BridgeEndpoint(networkId, id, mac, ipv4, ipv6, ports);
    }

    /** The host's end of its veth pair: {@code veth} and 11 digits, the 15 bytes that a link's name may have. */
    String hostLink() {
        return "veth" + id.substring(0, Math.min(11, id.length()));
    }

    Endpoint endpoint() {
        return new Endpoint(id, mac, ipv4, ipv6);
    }

    /**
     * {@code 02:42} and the IPv4 address, so that a neighbour's stale ARP entry for the address is right again; random
     * and locally administered without one.
     */
    static MacAddress macOf(Optional<Cidr> ipv4) {
        byte[] mac = new byte[6];
        RANDOM.nextBytes(mac);
        mac[0] = 0x02;
        mac[1] = 0x42;
        ipv4.ifPresent(address -> System.arraycopy(address.address().getAddress(), 0, mac, 2, 4));
        return MacAddress.of(mac);
    }
}
