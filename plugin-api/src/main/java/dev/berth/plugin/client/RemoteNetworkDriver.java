package dev.berth.plugin.client;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.Scope;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.LinkPermits;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.wire.NetworkProtocol;
import dev.berth.plugin.wire.NetworkProtocol.Addressing;
import dev.berth.plugin.wire.NetworkProtocol.Capabilities;
import dev.berth.plugin.wire.NetworkProtocol.EndpointCreated;
import dev.berth.plugin.wire.NetworkProtocol.EndpointCreation;
import dev.berth.plugin.wire.NetworkProtocol.EndpointInfo;
import dev.berth.plugin.wire.NetworkProtocol.EndpointReference;
import dev.berth.plugin.wire.NetworkProtocol.Interface;
import dev.berth.plugin.wire.NetworkProtocol.Joined;
import dev.berth.plugin.wire.NetworkProtocol.Joining;
import dev.berth.plugin.wire.NetworkProtocol.LinkPermission;
import dev.berth.plugin.wire.NetworkProtocol.LinkReference;
import dev.berth.plugin.wire.NetworkProtocol.NetworkCreation;
import dev.berth.plugin.wire.NetworkProtocol.NetworkReference;
import dev.berth.plugin.wire.NetworkProtocol.Programming;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.Ports;
import dev.berth.plugin.wire.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Networks of a plugin. */
public final class RemoteNetworkDriver implements NetworkDriver, ExternalConnectivity, LinkPermits {
    private final PluginClient plugin;

    public RemoteNetworkDriver(PluginClient plugin) {
        this.plugin = plugin;
    }

    @Override
    public Scope scope() {
        Capabilities said = plugin.call(NetworkProtocol.CAPABILITIES, new Done(), Capabilities.class);
        return said.scope().equals("global") ? Scope.GLOBAL : Scope.LOCAL;
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        Map<String, Object> options = new TreeMap<>();
        options.put(NetworkProtocol.GENERIC, spec.options());
        options.put(NetworkProtocol.ENABLE_IPV6, spec.enableIpv6());
        if (spec.internal()) {
            options.put(NetworkProtocol.INTERNAL, true);
        }
        plugin.call(
                NetworkProtocol.CREATE_NETWORK,
                new NetworkCreation(spec.id(), options, pools(spec, true), pools(spec, false)),
                Done.class);
    }

    private static List<Addressing> pools(NetworkSpec spec, boolean v4) {
        return spec.pools().stream()
                .filter(pool -> pool.pool().isV4() == v4)
                .map(RemoteNetworkDriver::addressing)
                .toList();
    }

    private static Addressing addressing(IpamData pool) {
        Map<String, Object> auxiliary = new TreeMap<>();
        pool.auxAddresses().forEach((name, address) -> auxiliary.put(name, address.toString()));
        return new Addressing("", pool.pool().toString(), Values.text(pool.gateway()), auxiliary);
    }

    @Override
    public void deleteNetwork(String networkId) {
        plugin.call(NetworkProtocol.DELETE_NETWORK, new NetworkReference(networkId), Done.class);
    }

    @Override
    public Endpoint createEndpoint(String networkId, EndpointSpec spec) {
        Interface asked = new Interface(Values.text(spec.ipv4()), Values.text(spec.ipv6()), Values.text(spec.mac()));
        Interface made = Optional.ofNullable(plugin.call(
                                NetworkProtocol.CREATE_ENDPOINT,
                                new EndpointCreation(networkId, spec.id(), asked, new TreeMap<>(spec.options())),
                                EndpointCreated.class)
                        .addresses())
                .orElse(Interface.NONE);
        return new Endpoint(
                spec.id(),
                spec.mac().or(() -> Values.mac(made.mac())).orElseGet(() -> macOf(spec.id())),
                spec.ipv4().or(() -> Values.cidr(made.address())),
                spec.ipv6().or(() -> Values.cidr(made.addressIpv6())));
    }

    /** For a plugin that leaves the choice to nobody: the same each time the endpoint is made. */
    private static MacAddress macOf(String endpointId) {
        int hash = endpointId.hashCode();
        return MacAddress.of(
                new byte[] {0x02, 0x42, (byte) (hash >> 24), (byte) (hash >> 16), (byte) (hash >> 8), (byte) hash});
    }

    @Override
    public void deleteEndpoint(String networkId, String endpointId) {
        plugin.call(NetworkProtocol.DELETE_ENDPOINT, new EndpointReference(networkId, endpointId), Done.class);
    }

    @Override
    public JoinInfo join(String networkId, String endpointId, JoinSpec spec) {
        Joined joined = plugin.call(
                NetworkProtocol.JOIN,
                new Joining(networkId, endpointId, spec.sandbox().toString(), Map.of()),
                Joined.class);
        if (joined.interfaceName().source().isEmpty()) {
            throw new EngineException.SystemFailure(
                    "plugin " + plugin.name() + ": join of endpoint " + endpointId + " named no interface");
        }
        return new JoinInfo(
                new JoinInfo.OnHost(
                        joined.interfaceName().source(), joined.interfaceName().prefix()),
                Values.address(joined.gateway()),
                Values.address(joined.gatewayIpv6()),
                joined.routes().stream()
                        .map(route -> new JoinInfo.StaticRoute(
                                Cidr.parse(route.destination()), Values.address(route.nextHop())))
                        .toList());
    }

    @Override
    public void leave(String networkId, String endpointId) {
        plugin.call(NetworkProtocol.LEAVE, new EndpointReference(networkId, endpointId), Done.class);
    }

    /** The protocol's answer has no ports; what a plugin tells of the endpoint may have. */
    @Override
    public List<PortBinding> programExternalConnectivity(
            String networkId, String endpointId, List<PortBinding> bindings) {
        Map<String, Object> options = Map.of(NetworkProtocol.PORT_MAP, Ports.mappings(bindings));
        plugin.call(NetworkProtocol.PROGRAM, new Programming(networkId, endpointId, options), Done.class);
        EndpointInfo info = plugin.optional(
                NetworkProtocol.ENDPOINT_INFO,
                new EndpointReference(networkId, endpointId),
                EndpointInfo.class,
                new EndpointInfo(Map.of()));
        List<PortBinding> told = Ports.bindings(info.value());
        return told.size() == bindings.size() ? told : bindings;
    }

    /** A plugin that publishes nothing has nothing to withdraw. */
    @Override
    public void revokeExternalConnectivity(String networkId, String endpointId) {
        plugin.optional(NetworkProtocol.REVOKE, new EndpointReference(networkId, endpointId), Done.class, new Done());
    }

    /** A plugin that does not know of links lets no more through than it does anyway. */
    @Override
    public void permit(String networkId, String childEndpointId, String parentEndpointId, List<ContainerPort> ports) {
        plugin.optional(
                NetworkProtocol.PERMIT_LINK,
                new LinkPermission(
                        networkId,
                        childEndpointId,
                        parentEndpointId,
                        ports.stream().map(ContainerPort::toString).toList()),
                Done.class,
                new Done());
    }

    @Override
    public void revoke(String networkId, String childEndpointId, String parentEndpointId) {
        plugin.optional(
                NetworkProtocol.REVOKE_LINK,
                new LinkReference(networkId, childEndpointId, parentEndpointId),
                Done.class,
                new Done());
    }
}
