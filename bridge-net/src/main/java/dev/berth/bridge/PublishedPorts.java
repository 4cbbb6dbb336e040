package dev.berth.bridge;

import dev.berth.bridge.port.PortReservations;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.network.PortBinding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

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
            stale.forget(settled);
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
                .reserve(
                        endpoint.id(),
                        bindings.stream().filter(network::translates).toList())
                .iterator();
        return bindings.stream()
                .map(binding -> network.translates(binding) ? reserved.next() : binding)
                .toList();
    }

    private void hold(BridgeNetwork network, BridgeEndpoint endpoint) {
        reservations.restore(
                endpoint.id(),
                endpoint.published().stream().filter(network::translates).toList());
    }

    /** Withdraws every port of the endpoint. */
    void withdraw(BridgeEndpoint endpoint) {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> firewall.withdraw(endpoint));
        steps.add(() -> stale.forget(endpoint.published()));
        steps.add(() -> reservations.release(endpoint.id()));
        if (!endpoint.published().isEmpty()) {
            steps.add(() -> state.put(endpoint.publishing(List.of())));
        }
        Cleanup.all(steps.toArray(Runnable[]::new));
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
    }
}
