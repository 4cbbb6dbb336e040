package dev.berth.bridge;

import dev.berth.linux.netlink.Address;
import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.Route;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.Forwarding;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The bridge of a network: the link, its addresses, and what the kernel must be told so that it passes packets. */
final class BridgeLink {
    /** BR_MAX_PORTS of the kernel's net/bridge/br_private.h, less the number 0, which is no port's. */
    static final int MOST_PORTS = 1023;

    private static final String KIND = "bridge";

    private final HostNamespace host;
    private final LinkRemoval removal;
    private final RtNetlink links;
    private final Forwarding forwarding;

    BridgeLink(HostNamespace host, LinkRemoval removal, Forwarding forwarding) {
        this.host = host;
        this.removal = removal;
        this.links = host.links();
        this.forwarding = forwarding;
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
        try {
            makeReady(network);
        } catch (ErrnoException | UncheckedIOException failure) {
            throw new EngineException.SystemFailure(
                    "create network " + network.id() + ", bridge " + network.bridge() + ": " + failure.getMessage(),
                    failure);
        }
    }

    private void makeReady(BridgeNetwork network) {
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

    /** What is said when no further container can be put on the network. */
    static EngineException full(BridgeNetwork network) {
        return new EngineException.Unavailable("bridge " + network.bridge() + " of network " + network.id()
                + " is full: a bridge takes " + MOST_PORTS
                + " containers; create another network and start further containers on that");
    }

    /** Removes the network's bridge if it is ours. */
    void delete(BridgeNetwork network) {
        if (network.owned()) {
            removal.remove(network.bridge());
        }
    }

    private Link create(BridgeNetwork network) {
        byte[] mac = network.bridgeMac()
                .orElseGet(() -> BridgeEndpoint.macOf(Optional.empty()))
                .bytes();
        int mtu = network.options().mtu() == 0 ? uplinkMtu() : network.options().mtu();
        links.newBridge(network.bridge(), mtu, Optional.of(mac));
        return links.link(network.bridge())
                .orElseThrow(() -> new EngineException.SystemFailure(
                        "create network " + network.id() + ": link " + network.bridge() + " vanished"));
    }

    /** That of the link by which the default route leaves, so that no packet is too long there; else the kernel's. */
    private int uplinkMtu() {
        return links.routes().stream()
                .filter(Route::isDefault)
                .min(Comparator.comparingInt(Route::metric))
                .flatMap(route -> route.index().stream().boxed().findFirst())
                .flatMap(links::link)
                .map(Link::mtu)
                .orElse(0);
    }

    private void addAddresses(Link link, BridgeNetwork network) {
        List<Address> present = links.addresses();
        Stream.concat(network.bridgeAddress(true).stream(), network.bridgeAddress(false).stream())
                .filter(gateway -> present.stream().noneMatch(address -> isOn(link, address, gateway)))
                .forEach(gateway -> links.addAddress(link.index(), gateway.address(), gateway.prefix()));
    }

    private static boolean isOn(Link link, Address address, Cidr gateway) {
        return address.index() == link.index()
                && address.address().equals(gateway.address())
                && address.prefix() == gateway.prefix();
    }

    private Map<String, String> settings(BridgeNetwork network) {
        Map<String, String> settings = new LinkedHashMap<>();
        boolean forwards = !network.internal() && forwarding == Forwarding.ENABLE;
        // Without it a request of this host to 127.0.0.1 cannot leave by the bridge once it is translated.
        settings.put("ipv4/conf/" + network.bridge() + "/route_localnet", "1");
        if (forwards) {
            // The kernel asks the interface that a packet came by, so the bridge's own setting does not do.
            settings.put("ipv4/ip_forward", "1");
        }
        if (network.bridgeAddress(false).isPresent()) {
            settings.put("ipv6/conf/" + network.bridge() + "/disable_ipv6", "0");
            settings.put("ipv6/conf/" + network.bridge() + "/accept_dad", "0");
            if (forwards) {
                settings.put("ipv6/conf/all/forwarding", "1");
            }
        }
        return settings;
    }
}
