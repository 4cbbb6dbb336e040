package dev.berth.bridge;

import dev.berth.bridge.firewall.DockerUserChain;
import dev.berth.bridge.firewall.NftFirewall;
import dev.berth.bridge.port.PortReservations;
import dev.berth.linux.netlink.Link;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.Scope;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.LinkPermits;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import java.util.List;
import java.util.Optional;

/**
 * Docker's {@code bridge} driver: a bridge per network, a veth pair per endpoint, ports published by address
 * translation. A new driver on the same home takes over what the one before it made, as the kernel still holds it.
 */
public final class BridgeNetworkDriver implements NetworkDriver, ExternalConnectivity, LinkPermits, AutoCloseable {
    /** The name it is known by. */
    public static final String NAME = "bridge";

    private final BridgeState state;
    private final BridgeFirewall firewall;
    private final DockerUserChain dockerd;
    private final PublishedPorts ports;
    private final LinkRemoval removal;
    private final BridgeLink bridges;
    private final VethLink veths;
    private final BridgeMending mending;

    /**
     * @param home the driver keeps its records below {@code run}
     * @param host where bridges are made; stays the caller's and must outlive the driver
     */
    public BridgeNetworkDriver(DriverHome home, HostNamespace host) {
        this(home, host, Forwarding.ENABLE);
    }

    /** @param forwarding whether networks with a way out make a router of the host */
    BridgeNetworkDriver(DriverHome home, HostNamespace host, Forwarding forwarding) {
        this(home, host, forwarding, RecordDisk.REAL);
    }

    /** The same with a disk of the caller's. */
    BridgeNetworkDriver(DriverHome home, HostNamespace host, Forwarding forwarding, RecordDisk disk) {
        state = new BridgeState(home.run().resolve(NAME), disk);
        firewall = new BridgeFirewall(new NftFirewall(host.nft()));
        dockerd = new DockerUserChain(host.nft(), host.tables());
        ports = new PublishedPorts(state, firewall, PortReservations.in(host::call), new StaleFlows(host));
        removal = new LinkRemoval(host);
        bridges = new BridgeLink(host, removal, forwarding);
        veths = new VethLink(host, removal);
        mending = new BridgeMending(state, bridges, veths);
        firewall.adopt(state);
        ports.restore();
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        BridgeOptions options = BridgeOptions.parse(spec.options());
        String bridge = options.bridgeName().orElse(BridgeNetwork.defaultBridge(spec.id()));
        Optional<BridgeNetwork> known = state.network(spec.id());
        boolean owned = known.map(BridgeNetwork::owned)
                .orElseGet(() -> options.bridgeName().isEmpty() || !bridges.exists(bridge));
        BridgeNetwork network = owned
                ? BridgeNetwork.of(spec, options, Optional.empty())
                : borrowing(BridgeNetwork.of(spec, options, Optional.of(BridgeLoan.NOTHING)), known);
        requireOwnBridge(network);
        state.put(network, spec.options());
        try {
            bridges.know(network, bridges.ensure(network));
            firewall.put(network);
            dockerd.open("create network " + network.id(), bridgeNames());
        } catch (RuntimeException failure) {
            if (known.isEmpty()) {
                Cleanup.afterFailure(failure, () -> delete(network));
            }
            throw failure;
        }
    }

    /** What was lent before stays to be given back, whatever is found now. */
    private BridgeNetwork borrowing(BridgeNetwork network, Optional<BridgeNetwork> known) {
        return network.with(known.flatMap(BridgeNetwork::loan).orElseGet(() -> bridges.borrow(network)));
    }

    private void requireOwnBridge(BridgeNetwork network) {
        state.networks().stream()
                .filter(other ->
                        !other.id().equals(network.id()) && other.bridge().equals(network.bridge()))
                .findFirst()
                .ifPresent(other -> {
                    throw new EngineException.Conflict("cannot create network " + network.id() + " ("
                            + network.bridge() + "): conflicts with network " + other.id() + " (" + other.bridge()
                            + "): networks have same bridge name");
                });
    }

    @Override
    public void deleteNetwork(String networkId) {
        state.network(networkId).ifPresent(network -> {
            state.endpointsOf(networkId).forEach(endpoint -> deleteEndpoint(networkId, endpoint.id()));
            delete(network);
        });
    }

    private void delete(BridgeNetwork network) {
        List<String> others = bridgeNames().stream()
                .filter(name -> !name.equals(network.bridge()))
                .toList();
        Cleanup.all(
                () -> firewall.remove(network),
                () -> bridges.delete(network),
                () -> dockerd.open("delete network " + network.id(), others));
        state.deleteNetwork(network.id());
    }

    private List<String> bridgeNames() {
        return state.networks().stream().map(BridgeNetwork::bridge).sorted().toList();
    }

    @Override
    public Endpoint createEndpoint(String networkId, EndpointSpec spec) {
        BridgeNetwork network = state.requireNetwork(networkId);
        Optional<BridgeEndpoint> known = state.endpoint(networkId, spec.id());
        if (known.isPresent()) {
            return known.get().endpoint();
        }
        requireRoom(network);
        BridgeEndpoint endpoint = BridgeEndpoint.of(networkId, spec);
        state.put(endpoint);
        return endpoint.endpoint();
    }

    private void requireRoom(BridgeNetwork network) {
        if (state.endpointsOf(network.id()).size() >= BridgeLink.MOST_PORTS) {
            throw BridgeLink.full(network);
        }
    }

    @Override
    public void deleteEndpoint(String networkId, String endpointId) {
        state.endpoint(networkId, endpointId).ifPresent(endpoint -> {
            Cleanup.all(
                    () -> state.permits().stream()
                            .filter(permit -> permit.concerns(endpointId))
                            .forEach(this::take),
                    () -> ports.withdrawForGood(endpoint),
                    () -> veths.detach(endpoint),
                    () -> firewall.forget(endpoint));
            state.deleteEndpoint(endpointId);
        });
    }

    @Override
    public JoinInfo join(String networkId, String endpointId, JoinSpec spec) {
        BridgeEndpoint endpoint = state.requireEndpoint(networkId, endpointId);
        BridgeNetwork network = state.requireNetwork(networkId);
        firewall.join(network, endpoint);
        try {
            // A dockerd may have been started meanwhile.
            dockerd.reopen("join endpoint " + endpointId, bridgeNames());
            Link bridge = mending.whole(network, "join endpoint " + endpointId);
            veths.attach(bridge, network, endpoint, spec);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> firewall.forget(endpoint));
            throw failure;
        }
        return new JoinInfo(
                new JoinInfo.InSandbox(spec.interfaceName()),
                network.nextHop(true).filter(hop -> endpoint.ipv4().isPresent()),
                network.nextHop(false).filter(hop -> endpoint.ipv6().isPresent()),
                List.of());
    }

    @Override
    public void leave(String networkId, String endpointId) {
        state.endpoint(networkId, endpointId)
                .ifPresent(endpoint -> Cleanup.all(() -> veths.detach(endpoint), () -> firewall.forget(endpoint)));
    }

    @Override
    public List<PortBinding> programExternalConnectivity(
            String networkId, String endpointId, List<PortBinding> bindings) {
        BridgeEndpoint endpoint = state.requireEndpoint(networkId, endpointId);
        return ports.publish(state.requireNetwork(networkId), endpoint, bindings);
    }

    @Override
    public void revokeExternalConnectivity(String networkId, String endpointId) {
        state.endpoint(networkId, endpointId).ifPresent(ports::withdraw);
    }

    @Override
    public void permit(
            String networkId, String childEndpointId, String parentEndpointId, List<ContainerPort> permitted) {
        state.requireEndpoint(networkId, childEndpointId);
        state.requireEndpoint(networkId, parentEndpointId);
        if (state.requireNetwork(networkId).options().icc()) {
            return;
        }
        LinkPermit permit = new LinkPermit(networkId, childEndpointId, parentEndpointId, permitted);
        state.put(permit);
        try {
            firewall.put(state, permit);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> state.deletePermit(permit));
            throw failure;
        }
    }

    @Override
    public void revoke(String networkId, String childEndpointId, String parentEndpointId) {
        state.permit(childEndpointId, parentEndpointId).ifPresent(this::take);
    }

    private void take(LinkPermit permit) {
        firewall.remove(permit);
        state.deletePermit(permit);
    }

    /** Lets go of the sockets that hold host ports; all that the kernel carries packets by stays, for a next driver. */
    @Override
    public void close() {
        Cleanup.all(ports::close, removal::close);
    }
}
