package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The endpoints by which a sandbox's packets leave, one for each family; most sandboxes have the same for both.
 *
 * @param v4 id of the endpoint that has the IPv4 default route; empty for none
 * @param v6 id of the endpoint that has the IPv6 default route; empty for none
 */
record Gateways(String v4, String v6) {
    static final Gateways NONE = new Gateways("", "");

    /** The endpoint for those families for which it has a next hop. */
    static Gateways by(LiveEndpoint endpoint) {
        return new Gateways(
                endpoint.gateway4().isEmpty() ? "" : endpoint.id(),
                endpoint.gateway6().isEmpty() ? "" : endpoint.id());
    }

    /** Each id once, that for IPv4 first. */
    List<String> ids() {
        return Stream.of(v4, v6).filter(id -> !id.isEmpty()).distinct().toList();
    }

    /**
     * For which addresses of the host the endpoint publishes ports: for those of the family that it is the gateway of,
     * and, if the other family has no gateway, for those of the other one too.
     */
    Families families(String endpointId) {
        return new Families(endpointId.equals(v4.isEmpty() ? v6 : v4), endpointId.equals(v6.isEmpty() ? v4 : v6));
    }

    /** Families of addresses. */
    record Families(boolean v4, boolean v6) {
        boolean has(InetAddress address) {
            return address instanceof Inet4Address ? v4 : v6;
        }
    }
}
