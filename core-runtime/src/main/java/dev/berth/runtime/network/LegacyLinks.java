package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.network.LinkPermits;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Docker's links between containers on the default bridge: lines of /etc/hosts, variables, permits. */
final class LegacyLinks {
    private final ContainerIndex containers;
    private final NetworkRegistry networks;
    private final NetworkDrivers drivers;
    private final LinkEnvironment environment;

    LegacyLinks(
            ContainerIndex containers, NetworkRegistry networks, NetworkDrivers drivers, LinkEnvironment environment) {
        this.containers = containers;
        this.networks = networks;
        this.drivers = drivers;
        this.environment = environment;
    }

    /** A link whose other end runs. */
    private record Connected(ContainerLink link, ContainerEntry parent, LiveEndpoint parentEndpoint) {}

    /**
     * Finds the containers that a new container links to.
     *
     * @param texts {@code NAME[:ALIAS]}
     * @throws EngineException.InvalidParameter one is malformed or unknown
     */
    List<ContainerLink> resolve(List<String> texts) {
        Map<String, ContainerLink> byAlias = new LinkedHashMap<>();
        for (String text : texts) {
            String[] link = ContainerLink.parse(text);
            // As Docker: an alias that is taken is passed over.
            byAlias.putIfAbsent(link[1], resolve(link[0], link[1]));
        }
        return List.copyOf(byAlias.values());
    }

    private ContainerLink resolve(String ref, String alias) {
        ContainerEntry parent = containers
                .lookUp(ref)
                .orElseThrow(() -> new EngineException.InvalidParameter("could not get container for " + ref + ": "
                        + (ref.isEmpty() ? "invalid name or ID supplied: \"\"" : "No such container: " + ref)));
        return link(parent, alias);
    }

    /**
     * A link to a container that there is.
     *
     * @throws EngineException.InvalidParameter it has the host's network
     */
    ContainerLink link(ContainerEntry parent, String alias) {
        ContainerEntry owner = owner(parent);
        if (NetworkMode.parse(owner.request().hostConfig().networkMode()) instanceof NetworkMode.Host) {
            throw new EngineException.InvalidParameter("conflicting options: host type networking can't be used"
                    + " with links. This would result in undefined behavior");
        }
        return new ContainerLink(owner.request().id(), parent.request().name(), alias);
    }

    /** The container whose network stack this one has. */
    private ContainerEntry owner(ContainerEntry entry) {
        ContainerEntry owner = entry;
        while (NetworkMode.parse(owner.request().hostConfig().networkMode()) instanceof NetworkMode.OfContainer of) {
            owner = containers.find(of.ref());
        }
        return owner;
    }

    /** The other end's container: the same one, or one that was made anew under its name. */
    Optional<ContainerEntry> parent(ContainerLink link) {
        Optional<ContainerEntry> same = containers.lookUp(link.parentId());
        return same.isPresent() ? same : containers.lookUp(link.parentName());
    }

    /**
     * Refuses to start a container whose links lead nowhere. One that is linked back to the container is waited for by
     * nobody: in a cycle somebody has to be first.
     *
     * @throws EngineException.SystemFailure {@code Cannot link to a non running container: ...}
     */
    void requireParents(ContainerEntry child) {
        for (ContainerLink link : child.networks().links()) {
            Optional<ContainerEntry> parent = parent(link);
            String name = parent.map(ContainerEntry::request)
                    .map(ContainerNetworkRequest::name)
                    .orElse(link.parentName());
            if (parent.flatMap(entry -> entry.networks().live()).isEmpty()) {
                if (parent.isPresent() && leadsTo(parent.get(), child, new HashSet<>())) {
                    continue;
                }
                throw new EngineException.SystemFailure("Cannot link to a non running container: /" + name + " AS /"
                        + child.request().name() + "/" + link.alias());
            }
            if (connect(link).isEmpty() && !haveNamesInCommon(child, parent.get())) {
                throw new EngineException.SystemFailure(
                        "Cannot link to /" + name + ", as it does not belong to the default network");
            }
        }
    }

    /** On a user-defined network a link is a private name. */
    private static boolean haveNamesInCommon(ContainerEntry child, ContainerEntry parent) {
        List<String> networks = parent.networks().attachments().stream()
                .map(Attachment::network)
                .toList();
        return child.networks().attachments().stream()
                .map(Attachment::network)
                .anyMatch(network -> !Network.isPredefined(network) && networks.contains(network));
    }

    private boolean leadsTo(ContainerEntry from, ContainerEntry to, Set<ContainerEntry> seen) {
        return seen.add(from)
                && from.networks().links().stream()
                        .flatMap(link -> parent(link).stream())
                        .anyMatch(next -> next == to || leadsTo(next, to, seen));
    }

    private Optional<Connected> connect(ContainerLink link) {
        return parent(link).flatMap(parent -> onBridge(parent).map(endpoint -> new Connected(link, parent, endpoint)));
    }

    private List<Connected> connected(ContainerEntry child) {
        return child.networks().links().stream()
                .map(this::connect)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<LiveEndpoint> onBridge(ContainerEntry entry) {
        return networks.lookUp(Network.BRIDGE)
                .flatMap(bridge -> entry.networks()
                        .live()
                        .flatMap(sandbox -> sandbox.on(bridge.network().id())))
                .filter(endpoint -> !endpoint.addresses().isEmpty());
    }

    /** The lines of the child's /etc/hosts for links whose other end runs. */
    List<HostLine> hostLines(ContainerEntry child) {
        List<HostLine> lines = new ArrayList<>();
        for (Connected link : connected(child)) {
            List<String> names = hostNames(link.link().alias(), link.parent().request());
            for (InetAddress address : link.parentEndpoint().addresses()) {
                lines.add(new HostLine(address, names));
            }
        }
        return lines;
    }

    /** As Docker has them: the name is left out if the alias says it, the host name never. */
    private static List<String> hostNames(String alias, ContainerNetworkRequest parent) {
        return alias.equals(parent.name())
                ? List.of(alias, parent.hostname())
                : List.of(alias, parent.hostname(), parent.name());
    }

    /** The child's variables. */
    List<String> environment(ContainerEntry child) {
        List<String> variables = new ArrayList<>();
        for (Connected link : connected(child)) {
            ContainerNetworkRequest parent = link.parent().request();
            variables.addAll(environment.environment(new LinkEnvironment.Link(
                    child.request().name(),
                    parent.name(),
                    link.link().alias(),
                    link.parentEndpoint().addresses(),
                    ExposedPorts.of(parent),
                    parent.config().env())));
        }
        return variables;
    }

    /** Lets the child reach the exposed ports of what it is linked to, where the bridge keeps containers apart. */
    void permit(ContainerEntry child) {
        withPermits((bridge, permits) -> onBridge(child)
                .ifPresent(own -> connected(child)
                        .forEach(link -> bridge.exclusivelyRun(() -> permits.permit(
                                bridge.network().id(),
                                own.id(),
                                link.parentEndpoint().id(),
                                ExposedPorts.of(link.parent().request()))))));
    }

    /** Takes back every permit that the container has or gives. Called while its endpoints are still known. */
    void revoke(ContainerEntry entry) {
        withPermits((bridge, permits) -> onBridge(entry).ifPresent(own -> {
            connected(entry)
                    .forEach(link -> bridge.exclusivelyRun(() -> permits.revoke(
                            bridge.network().id(),
                            own.id(),
                            link.parentEndpoint().id())));
            children(entry)
                    .forEach(child -> onBridge(child)
                            .ifPresent(endpoint -> bridge.exclusivelyRun(
                                    () -> permits.revoke(bridge.network().id(), endpoint.id(), own.id()))));
        }));
    }

    /** The containers that link to this one. */
    List<ContainerEntry> children(ContainerEntry parent) {
        return containers.all().stream()
                .filter(child -> child.networks().links().stream()
                        .anyMatch(link ->
                                parent(link).filter(end -> end == parent).isPresent()))
                .toList();
    }

    private interface PermitCall {
        void with(LiveNetwork bridge, LinkPermits permits);
    }

    private void withPermits(PermitCall call) {
        networks.lookUp(Network.BRIDGE).ifPresent(bridge -> {
            if (drivers.network(bridge.network().driver()) instanceof LinkPermits permits) {
                call.with(bridge, permits);
            }
        });
    }
}
