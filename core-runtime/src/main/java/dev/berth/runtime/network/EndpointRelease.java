package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives endpoints and addresses back to drivers. What a plugin does not answer is owed: it is kept in the store and said
 * again at the network's next use, and when the daemon starts. Calls are made with the network's lock held.
 */
final class EndpointRelease {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointRelease.class);
    private static final String KIND = "owed-release";

    private final NetworkDrivers drivers;
    private final Store store;
    private final ContainerIndex containers;
    private final Set<Owed> owed = ConcurrentHashMap.newKeySet();

    EndpointRelease(NetworkDrivers drivers, Store store, ContainerIndex containers) {
        this.drivers = drivers;
        this.store = store;
        this.containers = containers;
    }

    /** To be given back. @param address of the endpoint, without prefix; empty for the endpoint itself */
    record Owed(String networkId, String endpointId, String address) {
        private String id() {
            return String.join(" ", networkId, endpointId, address);
        }
    }

    /** Takes the endpoint away; what is gone already is no failure. */
    void endpoint(Network network, String endpointId) {
        giveBack(network, new Owed(network.id(), endpointId, ""));
    }

    /** Gives an address of the endpoint back. */
    void address(Network network, String endpointId, Cidr address) {
        giveBack(network, new Owed(network.id(), endpointId, Addresses.text(address.address())));
    }

    private void giveBack(Network network, Owed thing) {
        try {
            tell(network, thing);
        } catch (EngineException.Unavailable unanswered) {
            store.put(KIND, thing.id(), Json.write(thing));
            owed.add(thing);
            throw unanswered;
        }
    }

    private void tell(Network network, Owed thing) {
        if (thing.address().isEmpty()) {
            NetworkDriver driver = present(network.driver(), drivers::network);
            Cleanup.all(
                    () -> driver.leave(network.id(), thing.endpointId()),
                    () -> driver.deleteEndpoint(network.id(), thing.endpointId()));
            return;
        }
        InetAddress address = Cidr.parseAddress(thing.address());
        IpamDriver ipam = present(network.ipam().driver(), drivers::ipam);
        network.subnet(address instanceof Inet6Address)
                .ifPresent(subnet -> ipam.releaseAddress(subnet.poolId(), address));
    }

    /** A plugin that is not there now is as one that does not answer. */
    private static <T> T present(String name, Function<String, T> look) {
        try {
            return look.apply(name);
        } catch (EngineException.NotFound gone) {
            throw new EngineException.Unavailable(String.valueOf(gone.getMessage()), gone);
        }
    }

    /** Reads what an earlier daemon owed, of networks that there still are. */
    void load(Set<String> networkIds) {
        store.all(KIND).values().stream()
                .map(json -> Json.read(json, Owed.class))
                .forEach(thing -> {
                    if (networkIds.contains(thing.networkId())) {
                        owed.add(thing);
                    } else {
                        forget(thing);
                    }
                });
    }

    /** True if the network's drivers are owed something. */
    boolean owes(Network network) {
        return owed.stream().anyMatch(thing -> thing.networkId().equals(network.id()));
    }

    /** Says again what is owed to the network's drivers; what they do not answer now either stays owed. */
    void settle(LiveNetwork live) {
        for (Owed thing : ofNetwork(live.network())) {
            try {
                if (!isHeldAgain(live, thing)) {
                    tell(live.network(), thing);
                }
                forget(thing);
            } catch (EngineException.Unavailable unanswered) {
                LOG.info("network {}: still owed: {}", live.network().name(), unanswered.getMessage());
                return;
            } catch (EngineException refused) {
                LOG.warn(
                        "network {}: could not be given back: {}",
                        live.network().name(),
                        refused.getMessage());
                forget(thing);
            }
        }
    }

    /** The driver may have heard the first time, and have given the address to somebody else since. */
    private boolean isHeldAgain(LiveNetwork live, Owed thing) {
        Stream<LiveEndpoint> kept = containers.all().stream()
                .flatMap(entry -> entry.networks().live().stream())
                .flatMap(sandbox -> sandbox.on(thing.networkId()).stream());
        return !thing.address().isEmpty()
                && Stream.concat(live.members().values().stream(), kept)
                        .filter(endpoint -> !endpoint.id().equals(thing.endpointId()))
                        .flatMap(endpoint -> endpoint.addresses().stream())
                        .anyMatch(address -> Addresses.text(address).equals(thing.address()));
    }

    /** Nothing is owed to the drivers of a network that is gone. */
    void forget(Network network) {
        ofNetwork(network).forEach(this::forget);
    }

    private List<Owed> ofNetwork(Network network) {
        return owed.stream()
                .filter(thing -> thing.networkId().equals(network.id()))
                .toList();
    }

    private void forget(Owed thing) {
        store.delete(KIND, thing.id());
        owed.remove(thing);
    }
}
