package dev.berth.bridge;

import dev.berth.linux.netlink.BridgePort;
import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.netlink.VethSpec;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinSpec;
import java.util.Optional;

/** The pair of links between a sandbox and its bridge. */
final class VethLink {
    private final HostNamespace host;
    private final LinkRemoval removal;
    private final RtNetlink links;
    private final Announcer announcer;

    VethLink(HostNamespace host, LinkRemoval removal) {
        this.host = host;
        this.removal = removal;
        this.links = host.links();
        this.announcer = new Announcer(host);
    }

    /**
     * Makes the pair, its one end born in the sandbox under the name asked for, its other a port of the bridge and up; a
     * pair that is there already stays. On failure nothing is left behind.
     */
    void attach(Link bridge, BridgeNetwork network, BridgeEndpoint endpoint, JoinSpec spec) {
        try {
            attachTo(bridge, network, endpoint, spec);
        } catch (ErrnoException failure) {
            throw failed(network, endpoint, failure);
        }
    }

    private static EngineException failed(BridgeNetwork network, BridgeEndpoint endpoint, ErrnoException failure) {
        return new EngineException.SystemFailure(
                "join endpoint " + endpoint.id() + ", link " + endpoint.hostLink() + " on bridge " + network.bridge()
                        + ": " + failure.getMessage(),
                failure);
    }

    /** Makes the host's end, if there is one, a port of the bridge again, which was made anew. */
    void plugInAgain(Link bridge, BridgeNetwork network, BridgeEndpoint endpoint) {
        try {
            if (links.link(endpoint.hostLink()).isPresent()) {
                makePort(bridge, endpoint);
            }
        } catch (ErrnoException failure) {
            throw failed(network, endpoint, failure);
        }
    }

    private void attachTo(Link bridge, BridgeNetwork network, BridgeEndpoint endpoint, JoinSpec spec) {
        try (NetNs sandbox = NetNs.open(spec.sandbox())) {
            boolean present = links.link(endpoint.hostLink()).isPresent();
            if (present && !isIn(sandbox, spec.interfaceName())) {
                detach(endpoint);
                present = false;
            }
            if (!present) {
                links.newVeth(pair(bridge, endpoint, spec, sandbox));
            }
            plugIn(bridge, network, endpoint, !present);
        }
    }

    /** Removes the pair; it may be gone already, as it goes with the sandbox. */
    void detach(BridgeEndpoint endpoint) {
        removal.remove(endpoint.hostLink());
    }

    private static VethSpec pair(Link bridge, BridgeEndpoint endpoint, JoinSpec spec, NetNs sandbox) {
        Optional<byte[]> mac = Optional.of(endpoint.mac().bytes());
        return new VethSpec(endpoint.hostLink(), spec.interfaceName(), sandbox, bridge.mtu(), mac);
    }

    private void plugIn(Link bridge, BridgeNetwork network, BridgeEndpoint endpoint, boolean fresh) {
        try {
            makePort(bridge, endpoint);
            if (fresh) {
                announcer.announce(bridge, endpoint);
            }
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> detach(endpoint));
            boolean full = failure instanceof ErrnoException error && error.errno() == Errno.EXFULL;
            throw full ? BridgeLink.full(network) : failure;
        }
    }

    private void makePort(Link bridge, BridgeEndpoint endpoint) {
        int index = links.link(endpoint.hostLink())
                .orElseThrow(() -> new EngineException.SystemFailure(
                        "join endpoint " + endpoint.id() + ": link " + endpoint.hostLink() + " vanished"))
                .index();
        links.setMaster(index, bridge.index());
        if (host.filtersFrames()) {
            // A container's request to its own published port is then turned back within the bridge.
            links.setBridgePort(index, BridgePort.DEFAULT.withHairpin(true));
        }
        links.setUp(index);
    }

    private static boolean isIn(NetNs sandbox, String interfaceName) {
        try (RtNetlink inside = RtNetlink.open(sandbox)) {
            return inside.link(interfaceName).isPresent();
        }
    }
}
