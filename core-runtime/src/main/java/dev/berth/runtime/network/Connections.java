package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.EndpointSettings;
import java.util.Optional;

/** {@code docker network connect} and {@code disconnect}: what is refused, and what is done when. */
final class Connections {
    private final SandboxParts parts;
    private final SandboxConnections live;
    private final NetworkReservation reservation;
    private final NetworkEvents events;

    Connections(SandboxParts parts, NetworkReservation reservation, NetworkEvents events) {
        this.parts = parts;
        this.live = new SandboxConnections(parts);
        this.reservation = reservation;
        this.events = events;
    }

    void connect(String networkRef, String containerRef, EndpointSettings settings) {
        ContainerEntry entry = parts.containers().find(containerRef);
        LiveNetwork network = parts.networks().find(networkRef);
        Attachment attachment = new Attachment(network.network().name(), settings);
        reservation.check(attachment);
        boolean running = entry.exclusively(() -> {
            requireConnectable(entry, network.network());
            Optional<LiveSandbox> sandbox = entry.networks().live();
            if (sandbox.isEmpty()) {
                parts.containers().save(entry, without(entry, network.network()).with(attachment));
                return false;
            }
            requireAbsent(entry, sandbox.get(), network.network());
            live.connect(entry, sandbox.get(), network, attachment);
            return true;
        });
        if (running) {
            events.connected(network.network(), entry.request().id());
        }
    }

    private static void requireConnectable(ContainerEntry entry, Network network) {
        NetworkMode mode = NetworkMode.parse(entry.request().hostConfig().networkMode());
        if (mode instanceof NetworkMode.OfContainer) {
            throw new EngineException.InvalidParameter("container sharing network namespace with another container or"
                    + " host cannot be connected to any other network");
        }
        if (mode instanceof NetworkMode.Host || network.driver().equals(Network.HOST)) {
            throw hostConflict();
        }
        boolean onNone = entry.networks().attachments().stream()
                .anyMatch(attachment -> attachment.network().equals(Network.NONE));
        if (onNone || network.driver().equals(Network.NULL_DRIVER)) {
            throw new EngineException.InvalidParameter("container cannot be connected to multiple networks with one of"
                    + " the networks in private (none) mode");
        }
    }

    private static EngineException hostConflict() {
        return new EngineException.InvalidParameter(
                "container cannot be disconnected from host network or connected to host network");
    }

    private static void requireAbsent(ContainerEntry entry, LiveSandbox sandbox, Network network) {
        if (sandbox.on(network.id()).isPresent()) {
            throw new EngineException.Forbidden(
                    "endpoint with name " + entry.request().name() + " already exists in network " + network.name());
        }
    }

    void disconnect(String networkRef, String containerRef, boolean force) {
        LiveNetwork network = parts.networks().find(networkRef);
        Optional<ContainerEntry> found = parts.containers().lookUp(containerRef);
        if (found.isEmpty()) {
            throw new EngineException.NotFound(
                    force ? "endpoint " + containerRef + " not found" : "No such container: " + containerRef);
        }
        ContainerEntry entry = found.get();
        boolean running = entry.exclusively(() -> disconnect(entry, network));
        if (running) {
            events.disconnected(network.network(), entry.request().id());
        }
    }

    private boolean disconnect(ContainerEntry entry, LiveNetwork network) {
        if (network.network().driver().equals(Network.HOST)) {
            throw hostConflict();
        }
        ContainerNetworks rest = without(entry, network.network());
        if (rest.attachments().size() == entry.networks().attachments().size()) {
            throw new EngineException.Conflict("container " + entry.request().id() + " is not connected to the network "
                    + network.network().name());
        }
        Optional<LiveSandbox> sandbox = entry.networks().live();
        parts.containers().save(entry, rest);
        Optional<LiveEndpoint> endpoint =
                sandbox.flatMap(live -> live.on(network.network().id()));
        endpoint.ifPresent(on -> live.disconnect(entry, sandbox.orElseThrow(), network, on));
        return endpoint.isPresent();
    }

    private static ContainerNetworks without(ContainerEntry entry, Network network) {
        return entry.networks().attachments().stream()
                .filter(attachment -> attachment.network().equals(network.name())
                        || attachment.network().equals(network.id()))
                .findFirst()
                .map(entry.networks()::without)
                .orElse(entry.networks());
    }
}
