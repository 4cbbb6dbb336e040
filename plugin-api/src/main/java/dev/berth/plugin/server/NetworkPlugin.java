package dev.berth.plugin.server;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
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
import dev.berth.plugin.wire.NetworkProtocol.InterfaceName;
import dev.berth.plugin.wire.NetworkProtocol.Joined;
import dev.berth.plugin.wire.NetworkProtocol.Joining;
import dev.berth.plugin.wire.NetworkProtocol.LinkPermission;
import dev.berth.plugin.wire.NetworkProtocol.LinkReference;
import dev.berth.plugin.wire.NetworkProtocol.NetworkCreation;
import dev.berth.plugin.wire.NetworkProtocol.NetworkReference;
import dev.berth.plugin.wire.NetworkProtocol.Programming;
import dev.berth.plugin.wire.NetworkProtocol.StaticRoute;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.Ports;
import dev.berth.plugin.wire.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network driver as a plugin. Docker wants the interface left on the host, for the sandbox need not be there when it
 * joins; so the driver is asked to join the host's own namespace, under a name that the engine then moves.
 */
public final class NetworkPlugin {
    private static final String DESTINATION_PREFIX = "eth";

    private final NetworkDriver driver;
    private final Path hostNamespace;

    /** What is published, by endpoint, for {@link NetworkProtocol#ENDPOINT_INFO}. */
    private final Map<String, List<PortBinding>> published = new ConcurrentHashMap<>();

    private NetworkPlugin(NetworkDriver driver, Path hostNamespace) {
        this.driver = driver;
        this.hostNamespace = hostNamespace;
    }

    /**
     * Serves the driver, which is called from several threads.
     *
     * @param hostNamespace file of the network namespace where the engine looks for interfaces
     */
    public static PluginType of(NetworkDriver driver, Path hostNamespace) {
        return new NetworkPlugin(driver, hostNamespace).type();
    }

    private PluginType type() {
        String scope = driver.scope().name().toLowerCase(Locale.ROOT);
        PluginType.Calls calls = new PluginType.Calls()
                .on(NetworkProtocol.CAPABILITIES, Done.class, call -> new Capabilities(scope, scope))
                .on(NetworkProtocol.CREATE_NETWORK, NetworkCreation.class, call -> {
                    driver.createNetwork(network(call));
                    return new Done();
                })
                .on(NetworkProtocol.DELETE_NETWORK, NetworkReference.class, call -> {
                    driver.deleteNetwork(call.networkId());
                    return new Done();
                })
                .on(NetworkProtocol.CREATE_ENDPOINT, EndpointCreation.class, this::createEndpoint)
                .on(NetworkProtocol.DELETE_ENDPOINT, EndpointReference.class, call -> {
                    driver.deleteEndpoint(call.networkId(), call.endpointId());
                    published.remove(call.endpointId());
                    return new Done();
                })
                .on(NetworkProtocol.ENDPOINT_INFO, EndpointReference.class, this::info)
                .on(NetworkProtocol.JOIN, Joining.class, this::join)
                .on(NetworkProtocol.LEAVE, EndpointReference.class, call -> {
                    driver.leave(call.networkId(), call.endpointId());
                    return new Done();
                })
                .on(NetworkProtocol.PROGRAM, Programming.class, this::program)
                .on(NetworkProtocol.REVOKE, EndpointReference.class, this::revoke)
                .on(NetworkProtocol.DISCOVER_NEW, Done.class, call -> call)
                .on(NetworkProtocol.DISCOVER_DELETE, Done.class, call -> call);
        if (driver instanceof LinkPermits permits) {
            calls.on(NetworkProtocol.PERMIT_LINK, LinkPermission.class, call -> {
                        permits.permit(
                                call.networkId(),
                                call.child(),
                                call.parent(),
                                call.ports().stream().map(ContainerPort::parse).toList());
                        return new Done();
                    })
                    .on(NetworkProtocol.REVOKE_LINK, LinkReference.class, call -> {
                        permits.revoke(call.networkId(), call.child(), call.parent());
                        return new Done();
                    });
        }
        return calls.as(NetworkProtocol.TYPE);
    }

    private static NetworkSpec network(NetworkCreation call) {
        Map<String, String> options = new TreeMap<>();
        if (call.options().get(NetworkProtocol.GENERIC) instanceof Map<?, ?> generic) {
            generic.forEach((key, value) -> options.put(String.valueOf(key), String.valueOf(value)));
        }
        List<IpamData> pools = new ArrayList<>();
        call.ipv4().forEach(pool -> pools.add(pool(pool)));
        call.ipv6().forEach(pool -> pools.add(pool(pool)));
        return new NetworkSpec(
                call.networkId(),
                call.networkId(),
                isSet(call, NetworkProtocol.INTERNAL),
                isSet(call, NetworkProtocol.ENABLE_IPV6),
                options,
                pools);
    }

    private static boolean isSet(NetworkCreation call, String option) {
        return Boolean.parseBoolean(String.valueOf(call.options().get(option)));
    }

    private static IpamData pool(Addressing given) {
        Cidr pool = Values.cidr(given.pool())
                .orElseThrow(() -> new EngineException.InvalidParameter("create network: a pool without subnet"));
        Map<String, Cidr> auxiliary = new TreeMap<>();
        Values.texts(given.auxiliary())
                .forEach((name, text) -> auxiliary.put(
                        name,
                        text.contains("/") ? Cidr.parse(text) : new Cidr(Cidr.parseAddress(text), pool.prefix())));
        return new IpamData(pool, Values.cidr(given.gateway()), auxiliary);
    }

    private EndpointCreated createEndpoint(EndpointCreation call) {
        Interface asked = call.addresses();
        Endpoint made = driver.createEndpoint(
                call.networkId(),
                new EndpointSpec(
                        call.endpointId(),
                        Values.mac(asked.mac()),
                        Values.cidr(asked.address()),
                        Values.cidr(asked.addressIpv6()),
                        Values.texts(call.options())));
        // An engine rolls back when it is told what it said itself.
        return new EndpointCreated(new Interface(
                asked.address().isEmpty() ? Values.text(made.ipv4()) : "",
                asked.addressIpv6().isEmpty() ? Values.text(made.ipv6()) : "",
                asked.mac().isEmpty() ? made.mac().text() : ""));
    }

    private EndpointInfo info(EndpointReference call) {
        List<PortBinding> bindings = published.getOrDefault(call.endpointId(), List.of());
        return new EndpointInfo(
                bindings.isEmpty() ? Map.of() : Map.of(NetworkProtocol.PORT_MAP, Ports.mappings(bindings)));
    }

    private Joined join(Joining call) {
        String source = "bp"
                + call.endpointId().substring(0, Math.min(11, call.endpointId().length()));
        JoinInfo info = driver.join(call.networkId(), call.endpointId(), new JoinSpec(hostNamespace, source));
        InterfaceName name = info.attachment() instanceof JoinInfo.OnHost onHost
                ? new InterfaceName(onHost.sourceName(), onHost.destinationPrefix())
                : new InterfaceName(source, DESTINATION_PREFIX);
        List<StaticRoute> routes = info.routes().stream()
                .map(route -> new StaticRoute(
                        route.destination().toString(),
                        route.nextHop().isPresent() ? 0 : 1,
                        Values.text(route.nextHop())))
                .toList();
        boolean noGateway = info.gateway4().isEmpty() && info.gateway6().isEmpty();
        return new Joined(name, Values.text(info.gateway4()), Values.text(info.gateway6()), routes, noGateway);
    }

    private Done program(Programming call) {
        List<PortBinding> bindings = Ports.bindings(call.options());
        Optional<ExternalConnectivity> publisher = publisher();
        if (!bindings.isEmpty() && publisher.isPresent()) {
            published.put(
                    call.endpointId(),
                    publisher.get().programExternalConnectivity(call.networkId(), call.endpointId(), bindings));
        }
        return new Done();
    }

    private Done revoke(EndpointReference call) {
        publisher().ifPresent(each -> each.revokeExternalConnectivity(call.networkId(), call.endpointId()));
        published.remove(call.endpointId());
        return new Done();
    }

    private Optional<ExternalConnectivity> publisher() {
        return driver instanceof ExternalConnectivity publisher ? Optional.of(publisher) : Optional.empty();
    }
}
