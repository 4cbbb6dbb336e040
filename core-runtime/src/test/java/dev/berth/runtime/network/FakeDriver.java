package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.Scope;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.LinkPermits;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network driver in memory. It fails where it is told to, and when calls for one network overlap. */
final class FakeDriver implements NetworkDriver, ExternalConnectivity, LinkPermits {
    private static final int FIRST_DYNAMIC_PORT = 49_153;

    final Map<String, NetworkSpec> networks = new ConcurrentHashMap<>();
    final Map<String, String> endpoints = new ConcurrentHashMap<>();
    final Map<String, JoinSpec> joined = new ConcurrentHashMap<>();
    final Map<String, List<PortBinding>> published = new ConcurrentHashMap<>();
    final Map<String, List<ContainerPort>> permits = new ConcurrentHashMap<>();

    /** Name of the call that is to fail; empty for none. */
    volatile String failing = "";

    /** Whether no call is answered. */
    volatile boolean silent;

    /** Done in the middle of each call that makes an endpoint. */
    volatile Runnable meanwhile = () -> {};

    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextPort = new AtomicInteger(FIRST_DYNAMIC_PORT);

    private interface Call<T> {
        T run();
    }

    private <T> T alone(String name, String networkId, Call<T> call) {
        if (!busy.add(networkId)) {
            throw new IllegalStateException(name + " overlaps with another call for network " + networkId);
        }
        try {
            if (name.equals(failing)) {
                throw new EngineException.SystemFailure(name + " fails");
            }
            if (silent) {
                throw new EngineException.Unavailable(name + " is not answered");
            }
            return call.run();
        } finally {
            busy.remove(networkId);
        }
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        alone("createNetwork", spec.id(), () -> networks.put(spec.id(), spec));
    }

    @Override
    public void deleteNetwork(String networkId) {
        alone("deleteNetwork", networkId, () -> networks.remove(networkId));
    }

    @Override
    public Endpoint createEndpoint(String networkId, EndpointSpec spec) {
        return alone("createEndpoint", networkId, () -> {
            if (!networks.containsKey(networkId)) {
                throw new EngineException.NotFound("no such network: " + networkId);
            }
            meanwhile.run();
            endpoints.put(spec.id(), networkId);
            MacAddress mac = spec.mac().orElse(new MacAddress("02:42:00:00:00:01"));
            return new Endpoint(spec.id(), mac, spec.ipv4(), spec.ipv6());
        });
    }

    @Override
    public void deleteEndpoint(String networkId, String endpointId) {
        alone("deleteEndpoint", networkId, () -> endpoints.remove(endpointId));
    }

    @Override
    public JoinInfo join(String networkId, String endpointId, JoinSpec spec) {
        return alone("join", networkId, () -> {
            joined.put(endpointId, spec);
            NetworkSpec network = networks.get(networkId);
            return new JoinInfo(
                    new JoinInfo.InSandbox(spec.interfaceName()),
                    network.internal() ? Optional.empty() : gateway(network, true),
                    network.internal() ? Optional.empty() : gateway(network, false),
                    List.of());
        });
    }

    private static Optional<java.net.InetAddress> gateway(NetworkSpec network, boolean v4) {
        return network.pools().stream()
                .filter(pool -> pool.pool().isV4() == v4)
                .flatMap(pool -> pool.gateway().stream())
                .map(dev.berth.plugin.Cidr::address)
                .findFirst();
    }

    @Override
    public void leave(String networkId, String endpointId) {
        alone("leave", networkId, () -> joined.remove(endpointId));
    }

    @Override
    public List<PortBinding> programExternalConnectivity(
            String networkId, String endpointId, List<PortBinding> bindings) {
        return alone("programExternalConnectivity", networkId, () -> {
            List<PortBinding> found = new ArrayList<>();
            bindings.forEach(binding ->
                    found.add(binding.on(binding.hostPort() == 0 ? nextPort.getAndIncrement() : binding.hostPort())));
            published.put(endpointId, found);
            return found;
        });
    }

    @Override
    public void revokeExternalConnectivity(String networkId, String endpointId) {
        alone("revokeExternalConnectivity", networkId, () -> published.remove(endpointId));
    }

    @Override
    public void permit(String networkId, String child, String parent, List<ContainerPort> ports) {
        alone("permit", networkId, () -> permits.put(child + ">" + parent, ports));
    }

    @Override
    public void revoke(String networkId, String child, String parent) {
        alone("revoke", networkId, () -> permits.remove(child + ">" + parent));
    }

    /** True if no endpoint has left anything. */
    boolean isEmpty() {
        return endpoints.isEmpty() && joined.isEmpty() && published.isEmpty() && permits.isEmpty();
    }
}
