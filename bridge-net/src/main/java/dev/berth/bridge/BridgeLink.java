package dev.berth.bridge;

import dev.berth.linux.netlink.Address;
import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The bridge of a network: the link, its addresses, and what the kernel must be told so that it passes packets. */
final class BridgeLink {
    private static final String KIND = "bridge";

    private final HostNamespace host;
    private final LinkRemoval removal;
    private final RtNetlink links;

    BridgeLink(HostNamespace host, LinkRemoval removal) {
        this.host = host;
        this.removal = removal;
        this.links = host.links();
    }

    /** True if there is a link of that name, of whatever kind. */
    boolean exists(String name) {
        return links.link(name).isPresent();
    }

    /**
     * Makes what is missing of the network's bridge; returns when it is up and carries the gateway addresses.
     *
     * @throws EngineException.Conflict a link of its name is no bridge
     */
    void ensure(BridgeNetwork network) {
        Link link = links.link(network.bridge()).orElseGet(() -> create(network));
        if (!link.kind().equals(KIND)) {
            throw new EngineException.Conflict("create network " + network.id() + ": link " + link.name()
                    + " exists and is no bridge but "
                    + (link.kind().isEmpty() ? "hardware" : link.kind()));
        }
        if (network.options().mtu() > 0 && link.mtu() != network.options().mtu()) {
            links.setMtu(link.index(), network.options().mtu());
        }
        host.sysctl(settings(network));
        addAddresses(link, network);
        links.setUp(link.index());
    }

    /** Removes the network's bridge if it is ours. */
    void delete(BridgeNetwork network) {
        if (network.owned()) {
            removal.remove(network.bridge());
        }
    }

    private Link create(BridgeNetwork network) {
        // Left to itself the bridge takes the lowest address among its ports, and changes it under its neighbours.
        byte[] mac = BridgeEndpoint.macOf(network.gateway4()).bytes();
        links.newBridge(network.bridge(), network.options().mtu(), Optional.of(mac));
        return links.link(network.bridge())
                .orElseThrow(() -> new EngineException.SystemFailure(
                        "create network " + network.id() + ": link " + network.bridge() + " vanished"));
    }

    private void addAddresses(Link link, BridgeNetwork network) {
        List<Address> present = links.addresses();
        Stream.concat(network.gateway4().stream(), network.gateway6().stream())
                .filter(gateway -> present.stream().noneMatch(address -> isOn(link, address, gateway)))
                .forEach(gateway -> links.addAddress(link.index(), gateway.address(), gateway.prefix()));
    }

    private static boolean isOn(Link link, Address address, Cidr gateway) {
        return address.index() == link.index()
                && address.address().equals(gateway.address())
                && address.prefix() == gateway.prefix();
    }

    private static Map<String, String> settings(BridgeNetwork network) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Without it a request of this host to 127.0.0.1 cannot leave by the bridge once it is translated.
        settings.put("ipv4/conf/" + network.bridge() + "/route_localnet", "1");
        if (!network.internal()) {
            // The kernel asks the interface that a packet came by, so the bridge's own setting does not do.
            settings.put("ipv4/ip_forward", "1");
        }
        if (network.gateway6().isPresent()) {
            settings.put("ipv6/conf/" + network.bridge() + "/disable_ipv6", "0");
            settings.put("ipv6/conf/" + network.bridge() + "/accept_dad", "0");
            if (!network.internal()) {
                settings.put("ipv6/conf/all/forwarding", "1");
            }
        }
        return settings;
    }
}
