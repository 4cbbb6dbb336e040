package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.RandomIds;
import dev.berth.runtime.state.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every network there is; makes and removes them. Thread-safe: a lock per network, none for all. */
final class NetworkRegistry {
    private static final String KIND = "network";

    private final Store store;
    private final NetworkDrivers drivers;

    /** By id. */
    private final Map<String, LiveNetwork> networks = new ConcurrentHashMap<>();

    /** Name to id; a name is taken here before the network exists, so that two cannot get the same. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    NetworkRegistry(Store store, NetworkDrivers drivers) {
        this.store = store;
        this.drivers = drivers;
    }

    Collection<LiveNetwork> all() {
        return List.copyOf(networks.values());
    }

    /**
     * By id, name or unique prefix of an id, in that order.
     *
     * @throws EngineException.NotFound {@code network X not found}
     */
    LiveNetwork find(String ref) {
        return lookUp(ref).orElseThrow(() -> new EngineException.NotFound("network " + ref + " not found"));
    }

    /** As {@link #find}, empty where it throws NotFound. */
    Optional<LiveNetwork> lookUp(String ref) {
        if (networks.containsKey(ref)) {
            return Optional.ofNullable(networks.get(ref));
        }
        String id = names.get(ref.equals("default") ? Network.BRIDGE : ref);
        if (id != null) {
            return Optional.ofNullable(networks.get(id));
        }
        List<LiveNetwork> matching = ref.isEmpty()
                ? List.of()
                : networks.values().stream()
                        .filter(live -> live.network().id().startsWith(ref))
                        .toList();
        if (matching.size() > 1) {
            throw new EngineException.InvalidParameter(
                    "network " + ref + " is ambiguous (" + matching.size() + " matches found based on ID prefix)");
        }
        return matching.stream().findFirst();
    }

    /** Makes what the user asks for. */
    Network create(NetworkCreate request) {
        if (Network.isPredefined(request.name())) {
            throw new EngineException.Forbidden(
                    "operation is not permitted on predefined " + request.name() + " network");
        }
        if (request.name().isBlank()) {
            throw new EngineException.InvalidParameter("invalid name: name is empty");
        }
        if (request.driver().equals(Network.HOST) || request.driver().equals(Network.NULL_DRIVER)) {
            throw new EngineException.Forbidden("only one instance of \"" + request.driver() + "\" network is allowed");
        }
        InterfaceNames.prefix(request.options());
        if (!request.enableIpv6() && !request.ipv4()) {
            throw new EngineException.InvalidParameter("IPv4 or IPv6 must be enabled");
        }
        return make(request);
    }

    /** Makes a network; the request is one that a user may make, or a predefined network. */
    Network make(NetworkCreate request) {
        String id = RandomIds.next();
        if (names.putIfAbsent(request.name(), id) != null) {
            throw new EngineException.Conflict("network with name " + request.name() + " already exists");
        }
        Undo undo = new Undo();
        undo.add(() -> names.remove(request.name(), id));
        try {
            Network network = describe(id, request, allocate(request, undo));
            undo.add(() -> store.delete(KIND, id));
            store.put(KIND, id, Json.write(network));
            LiveNetwork live = new LiveNetwork(network);
            live.exclusivelyRun(() -> createByDriver(network));
            networks.put(id, live);
            return network;
        } catch (RuntimeException failure) {
            undo.afterFailure(failure);
            throw failure;
        }
    }

    /** Removes a network that nobody is on. */
    Network remove(String ref) {
        LiveNetwork live = find(ref);
        Network network = live.network();
        if (Network.isPredefined(network.name())) {
            throw new EngineException.Forbidden(network.name() + " is a pre-defined network and cannot be removed");
        }
        live.exclusivelyRun(() -> {
            live.close();
            try {
                dispose(network);
            } catch (RuntimeException failure) {
                live.reopen();
                throw failure;
            }
        });
        return network;
    }

    /** Brings back what the store knows; called before anything else. A network that fails is there but unusable. */
    void load() {
        store.all(KIND).forEach((id, json) -> {
            Network network = Json.read(json, Network.class);
            names.put(network.name(), id);
            networks.put(id, new LiveNetwork(network));
        });
    }

    /** True if a plugin drives it or gives its addresses. */
    boolean isByPlugin(Network network) {
        return network.isDriven()
                && (!isBuiltIn(network) || !ipams().containsKey(network.ipam().driver()));
    }

    /** False if a plugin drives it. */
    boolean isBuiltIn(Network network) {
        return drivers.isBuiltIn(network.driver());
    }

    /** The IPAM drivers that are built in, by name. */
    Map<String, IpamDriver> ipams() {
        return drivers.ipams();
    }

    /** Has the driver make it, or adopt what is there. */
    void createByDriver(Network network) {
        if (network.isDriven()) {
            drivers.network(network.driver()).createNetwork(network.spec());
        }
    }

    /** Takes a network away, also a predefined one that is to be made anew. */
    void dispose(Network network) {
        if (network.isDriven()) {
            drivers.network(network.driver()).deleteNetwork(network.id());
            IpamDriver ipam = drivers.ipam(network.ipam().driver());
            network.ipam().subnets().forEach(subnet -> ipam.releasePool(subnet.poolId()));
        }
        store.delete(KIND, network.id());
        networks.remove(network.id());
        names.remove(network.name(), network.id());
    }

    private Network.Ipam allocate(NetworkCreate request, Undo undo) {
        if (request.driver().equals(Network.HOST) || request.driver().equals(Network.NULL_DRIVER)) {
            return Network.Ipam.NOTHING;
        }
        drivers.network(request.driver());
        NetworkCreate.Ipam ipam = request.ipam();
        Map<String, String> options = Optional.ofNullable(ipam.options()).orElse(Map.of());
        List<Subnet> subnets = new SubnetAllocation(drivers.ipam(ipam.driver()), options, undo)
                .allocate(ipam.config(), request.ipv4(), request.enableIpv6());
        return new Network.Ipam(ipam.driver(), ipam.options(), subnets);
    }

    private static Network describe(String id, NetworkCreate request, Network.Ipam ipam) {
        return new Network(
                id,
                request.name(),
                request.driver(),
                Instant.now(),
                request.internal(),
                request.attachable(),
                request.enableIpv6(),
                request.options(),
                request.labels(),
                ipam);
    }
}
