package dev.berth.bridge;

import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.Route;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.Forwarding;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The bridge of a network: the link, its addresses, and what the kernel must be told so that it passes packets. */
final class BridgeLink {
    /** BR_MAX_PORTS of the kernel's net/bridge/br_private.h, less the number 0, which is no port's. */
    static final int MOST_PORTS = 1023;

    private static final String KIND = "bridge";
    private static final int NO_LINK = 0;

    private final HostNamespace host;
    private final LinkRemoval removal;
    private final RtNetlink links;
    private final Forwarding forwarding;
    private final BorrowedBridge borrowed;

    /** Index of the link that a network's bridge is, by the network's id. */
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    BridgeLink(HostNamespace host, LinkRemoval removal, Forwarding forwarding) {
        this.host = host;
        this.removal = removal;
        this.links = host.links();
        this.forwarding = forwarding;
        this.borrowed = new BorrowedBridge(host);
    }

    /** True if there is a link of that name, of whatever kind. */
    boolean exists(String name) {
        return links.link(name).isPresent();
    }

    /** What the network is going to change of a bridge that is there. */
    BridgeLoan borrow(BridgeNetwork network) {
        return borrowed.borrow(network);
    }

    /**
     * The network's bridge, unless it is gone, down or another one than was made ready for it. One that is met for the
     * first time, by a driver that comes after another, is taken for the right one.
     */
    Optional<Link> present(BridgeNetwork network) {
        return links.link(network.bridge()).filter(link -> link.isUp() && isKnown(network, link));
    }

    private boolean isKnown(BridgeNetwork network, Link link) {
        return known.computeIfAbsent(network.id(), first -> link.index()) == link.index();
    }

    /** No link is the network's bridge before {@link #know} says so. */
    void distrust(BridgeNetwork network) {
        known.put(network.id(), NO_LINK);
    }

    /** The link is from now on the network's bridge. */
    void know(BridgeNetwork network, Link link) {
        known.put(network.id(), link.index());
    }

    /**
     * Makes what is missing of the network's bridge; returns when it is up and carries the gateway addresses.
     *
     * @throws EngineException.Conflict a link of its name is no bridge
     */
    Link ensure(BridgeNetwork network) {
        try {
            return makeReady(network);
        } catch (ErrnoException | UncheckedIOException failure) {
            throw failed("create", network, failure);
        }
    }

    private static EngineException failed(String what, BridgeNetwork network, RuntimeException failure) {
        return new EngineException.SystemFailure(
                what + " network " + network.id() + ", bridge " + network.bridge() + ": " + failure.getMessage(),
                failure);
    }

    private Link makeReady(BridgeNetwork network) {
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
        borrowed.missing(link, network)
                .forEach(gateway -> links.addAddress(link.index(), gateway.address(), gateway.prefix()));
        links.setUp(link.index());
        return link;
    }

    /** What is said when no further container can be put on the network. */
    static EngineException full(BridgeNetwork network) {
        return new EngineException.Unavailable("bridge " + network.bridge() + " of network " + network.id()
                + " is full: a bridge takes " + MOST_PORTS
                + " containers; create another network and start further containers on that");
    }

    /** Removes the network's bridge if it is ours, else gives it back as it was. */
    void delete(BridgeNetwork network) {
        try {
            network.loan()
                    .ifPresentOrElse(loan -> borrowed.giveBack(network, loan), () -> removal.remove(network.bridge()));
        } catch (ErrnoException | UncheckedIOException failure) {
            throw failed("delete", network, failure);
        }
        known.remove(network.id());
    }

    private Link create(BridgeNetwork network) {
        int mtu = network.options().mtu() == 0 ? uplinkMtu() : network.options().mtu();
        links.newBridge(network.bridge(), mtu, network.bridgeMac().map(MacAddress::bytes));
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
