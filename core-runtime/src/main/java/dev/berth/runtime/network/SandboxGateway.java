package dev.berth.runtime.network;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.network.PortBinding;
import dev.berth.runtime.network.Gateways.Families;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sandbox's ways out and in: for each family the default route, and the ports published on the host's addresses of
 * that family, both by the same endpoint.
 */
final class SandboxGateway {
    private final SandboxKernel kernel;
    private final NetworkRegistry networks;
    private final EndpointPorts ports;

    SandboxGateway(SandboxKernel kernel, NetworkRegistry networks, EndpointPorts ports) {
        this.kernel = kernel;
        this.networks = networks;
        this.ports = ports;
    }

    /** The endpoints that should be the ways out. */
    Gateways choose(ContainerNetworks container, List<LiveEndpoint> endpoints) {
        List<GatewayChoice.Candidate> candidates = new ArrayList<>();
        for (LiveEndpoint endpoint : endpoints) {
            networks.lookUp(endpoint.networkId())
                    .map(LiveNetwork::network)
                    .ifPresent(network -> candidates.add(new GatewayChoice.Candidate(
                            endpoint, network.name(), network.internal(), priority(container, network))));
        }
        return GatewayChoice.choose(candidates);
    }

    private static int priority(ContainerNetworks container, Network network) {
        return container.attachments().stream()
                .filter(attachment -> attachment.network().equals(network.name())
                        || attachment.network().equals(network.id()))
                .mapToInt(attachment -> attachment.settings().gwPriority())
                .findFirst()
                .orElse(0);
    }

    /** Moves routes and ports to the endpoints that should have them now; nothing happens if they have them. */
    LiveSandbox settle(ContainerEntry entry, LiveSandbox sandbox) {
        Gateways wanted = choose(entry.networks(), sandbox.endpoints());
        if (wanted.equals(sandbox.gateways())) {
            return sandbox;
        }
        // First, for what one endpoint is to publish another may still hold.
        List<String> before = sandbox.gateways().ids();
        changed(sandbox, wanted).stream()
                .filter(endpoint -> before.contains(endpoint.id()))
                .forEach(ports::revoke);
        LiveSandbox settled = sandbox.through(wanted, publishBy(wanted, entry, sandbox));
        route(settled);
        return settled;
    }

    /** Has routes and ports as they were before the newcomer, which may have been settled on in part, or not at all. */
    void restore(ContainerEntry entry, LiveSandbox sandbox, LiveEndpoint newcomer) {
        LiveSandbox joined = sandbox.with(newcomer);
        Gateways wanted = choose(entry.networks(), joined.endpoints());
        if (wanted.equals(sandbox.gateways())) {
            return;
        }
        List<LiveEndpoint> changed = changed(joined, wanted);
        List<Runnable> steps = new ArrayList<>();
        changed.forEach(endpoint -> steps.add(() -> ports.revoke(endpoint)));
        changed.forEach(endpoint -> steps.add(() -> publishAgain(entry, endpoint, sandbox.publishedBy(endpoint))));
        steps.add(() -> route(sandbox));
        Cleanup.all(steps.toArray(Runnable[]::new));
    }

    /** Sets the default routes by the gateways that the sandbox has. */
    void route(LiveSandbox sandbox) {
        kernel.route(Path.of(sandbox.key()), SandboxKernel.DefaultRoutes.of(sandbox));
    }

    /** Those that are to publish for other families than now. */
    private static List<LiveEndpoint> changed(LiveSandbox sandbox, Gateways wanted) {
        return sandbox.endpoints().stream()
                .filter(endpoint -> !sandbox.gateways().families(endpoint.id()).equals(wanted.families(endpoint.id())))
                .toList();
    }

    /** Publishes what the container asks for by the gateways of its sandbox, which has published nothing yet. */
    LiveSandbox publish(ContainerEntry entry, LiveSandbox sandbox) {
        LiveSandbox closed = sandbox.through(Gateways.NONE, List.of());
        return sandbox.through(sandbox.gateways(), publishBy(sandbox.gateways(), entry, closed));
    }

    /** @return all that is published then */
    private List<PublishedPort> publishBy(Gateways wanted, ContainerEntry entry, LiveSandbox sandbox) {
        List<PublishedPort> published = new ArrayList<>();
        for (String id : wanted.ids()) {
            sandbox.endpoint(id)
                    .ifPresent(endpoint -> published.addAll(publishFor(wanted.families(id), entry, sandbox, endpoint)));
        }
        return published;
    }

    /** What stays published keeps the host ports that were found for it. */
    private List<PublishedPort> publishFor(
            Families wanted, ContainerEntry entry, LiveSandbox sandbox, LiveEndpoint endpoint) {
        Families before = sandbox.gateways().families(endpoint.id());
        List<PublishedPort> published = sandbox.publishedBy(endpoint);
        if (wanted.equals(before)) {
            return published;
        }
        Stream<PortBinding> staying =
                published.stream().map(PublishedPort::binding).filter(binding -> wanted.has(binding.hostAddress()));
        Stream<PortBinding> coming = asked(entry.request(), endpoint).stream()
                .filter(binding -> wanted.has(binding.hostAddress()) && !before.has(binding.hostAddress()));
        return ports.publish(
                entry.request().name(), endpoint, Stream.concat(staying, coming).toList());
    }

    private List<PortBinding> asked(ContainerNetworkRequest container, LiveEndpoint endpoint) {
        Network network = networks.find(endpoint.networkId()).network();
        return PortPublishing.on(network, kernel.hostHasV6()).bindings(container.config(), container.hostConfig());
    }

    /** Publishes again what was published before, as after a restart of the daemon. */
    void publishAgain(ContainerEntry entry, LiveEndpoint endpoint, List<PublishedPort> published) {
        ports.publish(
                entry.request().name(),
                endpoint,
                published.stream().map(PublishedPort::binding).toList());
    }
}
