package dev.berth.bridge.firewall;

import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the firewall knows of a network.
 *
 * @param bridge name of its link
 * @param internal nothing passes in or out
 * @param icc containers reach each other
 * @param subnets of both families
 * @param trusted links by which others reach published ports at the containers' own addresses
 */
public record NetworkFacts(
        String bridge,
        boolean internal,
        boolean icc,
        List<Cidr> subnets,
        Family ipv4,
        Family ipv6,
        List<String> trusted) {
    public NetworkFacts {
        subnets = List.copyOf(subnets);
        trusted = List.copyOf(trusted);
    }

    /** What others reach at the containers' own addresses. */
    public enum Reach {
        /** Nothing: published ports are translated. */
        TRANSLATED,
        /** Everything. */
        UNPROTECTED,
        /** Published ports, which are not translated. */
        ROUTED
    }

    /**
     * One family.
     *
     * @param masquerade containers leave under the host's address
     * @param source they leave under this one instead
     */
    public record Family(Reach reach, boolean masquerade, Optional<InetAddress> source) {}
}
