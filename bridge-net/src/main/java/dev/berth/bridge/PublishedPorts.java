package dev.berth.bridge;

import dev.berth.bridge.port.Claim;
import dev.berth.bridge.port.PortReservations;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.network.PortBinding;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Publishing an endpoint's ports: host ports reserved, then translated, then remembered. */
final class PublishedPorts implements AutoCloseable {
    private final BridgeState state;
    private final BridgeFirewall firewall;
    private final PortReservations reservations;
    private final StaleFlows stale;

    PublishedPorts(BridgeState state, BridgeFirewall firewall, PortReservations reservations, StaleFlows stale) {
        this.state = state;
        this.firewall = firewall;
        this.reservations = reservations;
        this.stale = stale;
    }

    /** Takes the host ports again that a daemon before this one published. */
    void restore() {
        state.endpoints()
                .forEach(endpoint -> state.network(endpoint.networkId()).ifPresent(network -> hold(network, endpoint)));
    }

    /** Publishes the ports, all or none; those that are published already stay as they are. */
    List<PortBinding> publish(BridgeNetwork network, BridgeEndpoint endpoint, List<PortBinding> asked) {
        // What is not translated has no port of the host.
        List<PortBinding> bindings = asked.stream()
                .map(binding -> network.translates(binding) ? binding : binding.on(0))
                .toList();
        if (areAnswered(bindings, endpoint.published())) {
            hold(network, endpoint);
            firewall.publish(network, endpoint, endpoint.published());
            return endpoint.published();
        }
        withdraw(endpoint);
        List<PortBinding> settled = reserve(network, endpoint, bindings);
        try {
            state.put(endpoint.publishing(settled));
            firewall.publish(network, endpoint, settled);
            stale.forget(endpoint.id(), settled);
            return settled;
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(
                    failure,
                    () -> firewall.withdraw(endpoint),
                    () -> reservations.release(endpoint.id()),
                    () -> state.put(endpoint.publishing(List.of())));
            throw failure;
        }
    }

    private List<PortBinding> reserve(BridgeNetwork network, BridgeEndpoint endpoint, List<PortBinding> bindings) {
        Iterator<PortBinding> reserved = reservations
                .reserve(endpoint.id(), claims(network, endpoint, bindings))
                .iterator();
        return bindings.stream()
                .map(binding -> network.translates(binding) ? reserved.next() : binding)
                .toList();
    }

    private void hold(BridgeNetwork network, BridgeEndpoint endpoint) {
        reservations.restore(endpoint.id(), claims(network, endpoint, endpoint.published()));
    }

    private static List<Claim> claims(BridgeNetwork network, BridgeEndpoint endpoint, List<PortBinding> bindings) {
        return bindings.stream()
                .filter(network::translates)
                .map(binding -> new Claim(binding, relayTo(endpoint, binding)))
                .toList();
    }

    /**
     * To the container's address of the other family if it has none of the binding's; and an IPv6 port of all addresses
     * or of loopback to what it has, for the kernel translates no request to ::1.
     */
    private static Optional<InetAddress> relayTo(BridgeEndpoint endpoint, PortBinding binding) {
        InetAddress address = binding.hostAddress();
        boolean v4 = address instanceof Inet4Address;
        Optional<Cidr> same = v4 ? endpoint.ipv4() : endpoint.ipv6();
        Optional<Cidr> other = v4 ? endpoint.ipv6() : endpoint.ipv4();
        boolean kernelDoesAll =
                same.isPresent() && (v4 || !(address.isAnyLocalAddress() || address.isLoopbackAddress()));
        return kernelDoesAll ? Optional.empty() : same.or(() -> other).map(Cidr::address);
    }

    /** Withdraws every port of the endpoint. What the kernel goes on translating stays held and on record. */
    void withdraw(BridgeEndpoint endpoint) {
        close(endpoint, () -> {
            if (!endpoint.published().isEmpty()) {
                state.put(endpoint.publishing(List.of()));
            }
        });
    }

    /** The same for an endpoint whose record goes next, which is possible on a full disk. */
    void withdrawForGood(BridgeEndpoint endpoint) {
        close(endpoint, () -> {});
    }

    private void close(BridgeEndpoint endpoint, Runnable note) {
        firewall.withdraw(endpoint);
        Cleanup.all(
                () -> stale.forget(endpoint.id(), endpoint.published()),
                () -> reservations.release(endpoint.id()),
                note);
    }

    private static boolean areAnswered(List<PortBinding> asked, List<PortBinding> published) {
        if (asked.size() != published.size() || asked.isEmpty()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            if (!isAnswered(asked.get(i), published.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnswered(PortBinding asked, PortBinding published) {
        boolean anyPort = asked.hostPort() == 0 && asked.hostPortEnd() == 0;
        boolean inRange = published.hostPort() >= asked.hostPort() && published.hostPort() <= asked.hostPortEnd();
        return asked.container().equals(published.container())
                && asked.hostAddress().equals(published.hostAddress())
                && (anyPort || inRange);
    }

    /** Lets go of the host ports, which stay published. */
    @Override
    public void close() {
        state.endpoints().forEach(endpoint -> reservations.release(endpoint.id()));
        reservations.close();
    }
}
