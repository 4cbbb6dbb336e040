package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's networks, made of drivers, IPAM, names and the kernel. */
final class NetworkEngine implements NetworkService {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkEngine.class);

    private final SandboxParts parts;
    private final NetworkReservation reservation;
    private final SandboxSetup setup;
    private final SandboxTeardown teardown;
    private final Connections connections;
    private final Restoration restoration;
    private final SettingsView view;
    private final LinkNames linkNames;
    private final LinkRefresh refresh;
    private final LinkChanges linkChanges;
    private final NameInquiries inquiries;
    private final NetworkEvents events = new NetworkEvents();

    NetworkEngine(SandboxParts parts, NetworkDefaults defaults, NameInquiries inquiries) {
        this.parts = parts;
        this.reservation = new NetworkReservation(parts.networks(), parts.links());
        this.setup = new SandboxSetup(parts, defaults);
        this.teardown = new SandboxTeardown(parts);
        this.connections = new Connections(parts, reservation, events);
        this.restoration = new Restoration(parts, defaults);
        this.inquiries = inquiries;
        this.refresh = new LinkRefresh(parts);
        this.linkChanges = new LinkChanges(parts, refresh);
        this.linkNames = new LinkNames(parts.containers(), parts.links());
        this.view = new SettingsView(parts.networks());
    }

    @Override
    public Set<String> restore(Collection<ContainerNetworkRequest> containers, Set<String> running) {
        return restoration.restore(containers, running);
    }

    @Override
    public void restoreLater(String container, boolean running) {
        restoration.restoreLater(parts.containers().find(container), running);
    }

    @Override
    public void addListener(NetworkListener listener) {
        events.add(listener);
    }

    @Override
    public String create(NetworkCreate request) {
        Network network = parts.networks().create(request);
        events.created(network);
        return network.id();
    }

    @Override
    public List<NetworkInspect> list(Map<String, List<String>> filters) {
        Predicate<LiveNetwork> passes = NetworkFilters.forList(filters);
        return parts.networks().all().stream()
                .filter(passes)
                .map(LiveNetwork::network)
                .sorted(Comparator.comparing(Network::created).reversed())
                .map(NetworkView::of)
                .toList();
    }

    @Override
    public NetworkInspect inspect(String network) {
        LiveNetwork live = parts.networks().find(network);
        return NetworkView.of(
                live,
                containerId -> parts.containers()
                        .lookUp(containerId)
                        .map(entry -> entry.request().name())
                        .orElse(containerId),
                NetworkStatus.of(live.network(), parts.networks().ipams()));
    }

    @Override
    public void remove(String network) {
        Network removed = parts.networks().remove(network);
        parts.endpoints().forgetOwed(removed);
        events.destroyed(removed);
    }

    @Override
    public List<String> prune(Map<String, List<String>> filters) {
        Predicate<LiveNetwork> passes = NetworkFilters.forPrune(filters);
        List<String> removed = new ArrayList<>();
        for (LiveNetwork live : parts.networks().all()) {
            boolean unused = live.network().isUserDefined() && live.members().isEmpty();
            if (unused && passes.test(live) && prune(live)) {
                removed.add(live.network().name());
            }
        }
        return removed;
    }

    /** False if somebody joined or removed it meanwhile. */
    private boolean prune(LiveNetwork live) {
        try {
            remove(live.network().id());
            return true;
        } catch (EngineException.Forbidden | EngineException.NotFound inUseOrGone) {
            LOG.debug(
                    "network: prune passed over network={}: {}", live.network().name(), inUseOrGone.getMessage());
            return false;
        }
    }

    @Override
    public void connect(String network, String container, EndpointSettings settings) {
        connections.connect(network, container, settings);
        refresh.children(parts.containers().find(container));
    }

    @Override
    public void disconnect(String network, String container, boolean force) {
        connections.disconnect(network, container, force);
    }

    @Override
    public List<String> check(ContainerConfig config, HostConfig hostConfig) {
        NetworkMode.check(config, hostConfig);
        return NetworkMode.warnings(hostConfig);
    }

    @Override
    public void reserve(ContainerNetworkRequest request) {
        ContainerNetworks wanted = reservation.check(request);
        ContainerEntry entry = parts.containers().enter(request);
        entry.exclusivelyRun(() -> parts.containers().note(entry, wanted));
        if (NetworkMode.parse(request.hostConfig().networkMode()).hasSandbox()) {
            parts.kernel().prepare();
        }
    }

    @Override
    public SandboxInfo setUp(ContainerNetworkRequest request) {
        if (!parts.containers().contains(request.id())) {
            reserve(request);
        }
        ContainerEntry entry = parts.containers().enter(request);
        SandboxInfo made = entry.exclusively(() -> {
            entry.networks().live().ifPresent(stale -> teardown.tearDown(entry, stale));
            return setup.setUp(entry);
        });
        networksOf(entry).forEach(network -> events.connected(network, request.id()));
        refresh.children(entry);
        return made;
    }

    @Override
    public void tearDown(String containerId) {
        Optional<ContainerEntry> found = parts.containers().lookUp(containerId);
        if (found.isEmpty()) {
            return;
        }
        ContainerEntry entry = found.get();
        List<Network> left = entry.exclusively(() -> {
            List<Network> networks = networksOf(entry);
            entry.networks().live().ifPresent(sandbox -> teardown.tearDown(entry, sandbox));
            return networks;
        });
        left.forEach(network -> events.disconnected(network, containerId));
    }

    @Override
    public void forget(String containerId) {
        tearDown(containerId);
        parts.containers().remove(containerId);
    }

    @Override
    public List<String> links(String containerId) {
        return parts.containers().lookUp(containerId).map(linkChanges::shown).orElse(List.of());
    }

    @Override
    public Map<String, List<String>> linkNames() {
        return linkNames.all();
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return linkNames.target(path);
    }

    @Override
    public List<String> startOrder(Collection<String> ids) {
        return linkNames.startOrder(ids);
    }

    @Override
    public void addLink(String container, String target, String alias) {
        linkChanges.add(container, target, alias);
    }

    @Override
    public void removeLink(String containerId, String alias) {
        linkChanges.remove(containerId, alias);
    }

    @Override
    public Map<String, String> linkTargets(String containerId) {
        return parts.containers().lookUp(containerId).map(linkChanges::targets).orElse(Map.of());
    }

    @Override
    public NameInquiries names() {
        return inquiries;
    }

    @Override
    public void hostResolverChanged() {
        refresh.all();
    }

    @Override
    public void rename(String containerId, String name) {
        ContainerEntry entry = parts.containers().find(containerId);
        entry.exclusivelyRun(() -> {
            String old = entry.request().name();
            entry.request(entry.request().named(name));
            entry.networks().live().ifPresent(sandbox -> renameEndpoints(entry, sandbox, old));
        });
        refresh.children(entry);
    }

    private void renameEndpoints(ContainerEntry entry, LiveSandbox sandbox, String old) {
        String name = entry.request().name();
        List<LiveEndpoint> renamed = sandbox.endpoints().stream()
                .map(endpoint -> endpoint.withDnsNames(endpoint.dnsNames().stream()
                        .map(known -> known.equals(old) ? name : known)
                        .distinct()
                        .toList()))
                .toList();
        LiveSandbox changed = sandbox.withEndpoints(renamed);
        parts.containers().save(entry, entry.networks().with(changed));
        renamed.forEach(endpoint -> parts.naming().register(entry, endpoint));
    }

    private List<Network> networksOf(ContainerEntry entry) {
        return entry.networks().live().stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .map(endpoint -> parts.networks().lookUp(endpoint.networkId()))
                .flatMap(Optional::stream)
                .map(LiveNetwork::network)
                .toList();
    }

    @Override
    public List<String> linkEnvironment(String containerId) {
        return parts.links().environment(parts.containers().find(containerId));
    }

    @Override
    public Map<String, EndpointState> endpoints(String containerId) {
        return parts.containers().lookUp(containerId).map(view::endpoints).orElse(Map.of());
    }

    @Override
    public Map<String, @Nullable List<HostPort>> ports(String containerId) {
        return settings(containerId).ports();
    }

    @Override
    public NetworkSettings settings(String containerId) {
        return parts.containers().lookUp(containerId).map(view::settings).orElse(SettingsView.NONE);
    }

    @Override
    public void close() {
        parts.kernel().close();
    }
}
