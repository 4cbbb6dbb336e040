package dev.berth.bridge;

import dev.berth.bridge.firewall.NetworkFacts;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network as this driver holds it.
 *
 * @param bridge name of its link
 * @param loan what of the link is to be put back with the network; empty if it is ours, to be removed with it
 * @param subnets of both families
 * @param gateway4 the bridge's own address unless {@link #bridgeAddress} says otherwise, and the containers' way out
 * @param router4 their way out instead, if that is somebody else
 */
record BridgeNetwork(
        String id,
        String bridge,
        Optional<BridgeLoan> loan,
        boolean internal,
        BridgeOptions options,
        List<Cidr> subnets,
        Optional<Cidr> gateway4,
        Optional<Cidr> gateway6,
        Optional<Cidr> router4,
        Optional<Cidr> router6) {
    BridgeNetwork {
        subnets = List.copyOf(subnets);
    }

    /** Docker's name for the link of a network that no name was chosen for. */
    static String defaultBridge(String networkId) {
        return "br-" + networkId.substring(0, Math.min(12, networkId.length()));
    }

    /**
     * The network of that specification.
     *
     * @throws EngineException.Forbidden a family has several subnets, of which Docker's bridges take one
     * @throws EngineException.InvalidParameter a subnet has no address for a container beside the gateway, or an option
     *     does not fit
     */
    static BridgeNetwork of(NetworkSpec spec, BridgeOptions options, Optional<BridgeLoan> loan) {
        options.requireFit(spec.internal());
        requireRoom(spec);
        return new BridgeNetwork(
                spec.id(),
                options.bridgeName().orElse(defaultBridge(spec.id())),
                loan,
                spec.internal(),
                options,
                spec.pools().stream().map(pool -> pool.pool().network()).toList(),
                gateway(spec, true),
                gateway(spec, false).filter(gateway -> spec.enableIpv6()),
                router(spec, "DefaultGatewayIPv4"),
                router(spec, "DefaultGatewayIPv6"));
    }

    private static void requireRoom(NetworkSpec spec) {
        List<Cidr> subnets = spec.pools().stream().map(IpamData::pool).toList();
        long v4 = subnets.stream().filter(Cidr::isV4).count();
        if (v4 > 1 || subnets.size() - v4 > 1) {
            throw new EngineException.Forbidden("bridge driver doesn't support multiple subnets");
        }
        subnets.stream()
                .filter(subnet -> subnet.prefix() == subnet.address().getAddress().length * 8)
                .findFirst()
                .ifPresent(small -> {
                    throw new EngineException.InvalidParameter("create network " + spec.name() + ": subnet " + small
                            + " is too small: the gateway and a container need an address each");
                });
    }

    /** Docker's way to say it: an auxiliary address of that name. */
    private static Optional<Cidr> router(NetworkSpec spec, String name) {
        return spec.pools().stream()
                .flatMap(pool -> Optional.ofNullable(pool.auxAddresses().get(name)).stream())
                .findFirst();
    }

    private static Optional<Cidr> gateway(NetworkSpec spec, boolean v4) {
        return spec.pools().stream()
                .filter(pool -> pool.pool().isV4() == v4)
                .flatMap(pool -> pool.gateway().stream()
                        .map(gateway -> new Cidr(gateway.address(), pool.pool().prefix())))
                .findFirst();
    }

    /** The same with another loan. */
    BridgeNetwork with(BridgeLoan other) {
        return new BridgeNetwork(
                id, bridge, Optional.of(other), internal, options, subnets, gateway4, gateway6, router4, router6);
    }

    /** True if the link is ours. */
    boolean owned() {
        return loan.isEmpty();
    }

    /** What the bridge itself has of both families. */
    List<Cidr> bridgeAddresses() {
        return Stream.concat(bridgeAddress(true).stream(), bridgeAddress(false).stream())
                .toList();
    }

    /** What the bridge itself has of the family: the gateway's address, unless that is somebody else's. */
    Optional<Cidr> bridgeAddress(boolean v4) {
        return (v4 ? gateway4 : gateway6)
                .filter(address -> !(v4 && options.inhibitIpv4()))
                .filter(address -> options.gateway(v4).mode() != GatewayMode.ISOLATED);
    }

    /**
     * What a bridge of ours is given, the same however often it is made; left to itself it takes the lowest of its ports,
     * under its neighbours' eyes.
     */
    Optional<MacAddress> bridgeMac() {
        return owned()
                ? Optional.of(bridgeAddress(true)
                        .map(address -> BridgeEndpoint.macOf(Optional.of(address)))
                        .orElseGet(this::macOfId))
                : Optional.empty();
    }

    private MacAddress macOfId() {
        return MacAddress.of(ByteBuffer.allocate(6)
                .putShort((short) 0x0242)
                .putInt(id.hashCode())
                .array());
    }

    /** The default route's next hop; none on a network without a way out. */
    Optional<InetAddress> nextHop(boolean v4) {
        Optional<Cidr> hop = v4 ? router4.or(() -> gateway4) : router6.or(() -> gateway6);
        return hop.filter(gateway -> !internal).map(Cidr::address);
    }

    /** True if the port becomes one of the host's. */
    boolean translates(PortBinding port) {
        return mode(port).translates();
    }

    /** True if the port is reached at the container's own address, by some. */
    boolean exposes(PortBinding port) {
        return mode(port) == GatewayMode.ROUTED || !options.trusted().isEmpty();
    }

    private GatewayMode mode(PortBinding port) {
        return options.gateway(port.hostAddress() instanceof Inet4Address).mode();
    }

    NetworkFacts facts() {
        return new NetworkFacts(
                bridge, internal, options.icc(), subnets, family(true), family(false), options.trusted());
    }

    private NetworkFacts.Family family(boolean v4) {
        BridgeOptions.Gateway gateway = options.gateway(v4);
        boolean masquerade = options.masquerade() && gateway.mode().translates();
        NetworkFacts.Reach reach = switch (gateway.mode()) {
            case NAT, ISOLATED -> NetworkFacts.Reach.TRANSLATED;
            case NAT_UNPROTECTED -> NetworkFacts.Reach.UNPROTECTED;
            case ROUTED -> NetworkFacts.Reach.ROUTED;
        };
        return new NetworkFacts.Family(reach, masquerade, gateway.source().filter(address -> masquerade));
    }
}
