package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.runtime.event.StepTimes;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.state.RandomIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the sandbox of a container that is being started, all of it or nothing. What is going to be made is in the
 * store before it is made, so that after a crash it can be found and taken away.
 */
final class SandboxSetup {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxSetup.class);

    private final SandboxParts parts;
    private final NetworkDefaults defaults;

    SandboxSetup(SandboxParts parts, NetworkDefaults defaults) {
        this.parts = parts;
        this.defaults = defaults;
    }

    /** Called with the entry's lock held and no sandbox there. */
    SandboxInfo setUp(ContainerEntry entry) {
        NetworkMode mode = NetworkMode.parse(entry.request().hostConfig().networkMode());
        if (mode instanceof NetworkMode.OfContainer of) {
            return share(entry, of);
        }
        Undo undo = new Undo();
        try {
            return make(entry, mode, undo);
        } catch (RuntimeException failure) {
            undo.afterFailure(failure);
            throw failure;
        }
    }

    private SandboxInfo make(ContainerEntry entry, NetworkMode mode, Undo undo) {
        StepTimes times = StepTimes.begin();
        List<LiveNetwork> networks = entry.networks().attachments().stream()
                .map(attachment -> parts.networks().find(attachment.network()))
                .toList();
        if (mode instanceof NetworkMode.OnNetwork && isOnBridge(networks)) {
            parts.links().requireParents(entry);
        }
        boolean own = !(mode instanceof NetworkMode.Host);
        LiveSandbox planned = plan(own ? namespace(entry).toString() : "", networks);
        undo.add(() -> parts.containers().note(entry, entry.networks().with((LiveSandbox) null)));
        parts.containers().note(entry, entry.networks().with(planned));
        times.done("plan");
        if (own) {
            parts.kernel().create(namespace(entry));
            undo.add(() -> parts.kernel().delete(namespace(entry)));
        }
        times.done("namespace");
        LiveSandbox sandbox = connect(entry, planned, networks, undo, times);
        parts.containers().note(entry, entry.networks().with(sandbox));
        times.done("save");
        undo.add(() -> parts.links().revoke(entry));
        parts.links().permit(entry);
        times.done("links");
        SandboxInfo info = parts.files().write(entry, sandbox);
        times.done("files");
        LOG.debug("action=set-up-sandbox container={} {}", entry.request().id(), times);
        return info;
    }

    private LiveSandbox plan(String key, List<LiveNetwork> networks) {
        List<LiveEndpoint> endpoints = networks.stream()
                .map(live -> LiveEndpoint.bare(RandomIds.next(), live.network().id()))
                .toList();
        return new LiveSandbox(key, endpoints, Gateways.NONE, List.of());
    }

    private LiveSandbox connect(
            ContainerEntry entry, LiveSandbox planned, List<LiveNetwork> networks, Undo undo, StepTimes times) {
        List<LiveEndpoint> endpoints = new ArrayList<>();
        List<SandboxKernel.Interface> interfaces = new ArrayList<>();
        InterfaceNames names = new InterfaceNames(List.of(), entry.networks().attachments());
        for (int i = 0; i < networks.size(); i++) {
            LiveNetwork live = networks.get(i);
            LiveEndpoint bare = planned.endpoints().get(i);
            if (live.network().isDriven()) {
                EndpointWork.Joined joined = parts.endpoints()
                        .create(live, order(entry, bare, i, names.next(live.network(), settings(entry, i))));
                interfaces.add(joined.setup());
                endpoints.add(joined.endpoint());
            } else {
                live.join(entry.request().id(), bare);
                endpoints.add(bare);
            }
            LiveEndpoint made = endpoints.get(i);
            undo.add(() -> parts.endpoints().destroy(live, entry.request().id(), made));
        }
        times.done("endpoints");
        Gateways gateways = parts.gateway().choose(entry.networks(), endpoints);
        LiveSandbox made = planned.withEndpoints(endpoints).through(gateways, List.of());
        if (!made.key().isEmpty()) {
            parts.kernel().configure(Path.of(made.key()), interfaces, SandboxKernel.DefaultRoutes.of(made));
        }
        times.done("configure");
        return open(entry, made, undo, times);
    }

    /** Names and ports, once packets can flow. */
    private LiveSandbox open(ContainerEntry entry, LiveSandbox sandbox, Undo undo, StepTimes times) {
        for (LiveEndpoint endpoint : sandbox.endpoints()) {
            undo.add(() -> parts.naming().withdraw(endpoint));
            parts.naming().register(entry, endpoint);
        }
        if (!sandbox.key().isEmpty()) {
            undo.add(() -> parts.naming().detach(entry));
            parts.naming().attach(entry, sandbox);
        }
        times.done("names");
        for (String id : sandbox.gateways().ids()) {
            undo.add(() -> sandbox.endpoint(id).ifPresent(parts.ports()::revoke));
        }
        LiveSandbox published = parts.gateway().publish(entry, sandbox);
        times.done("ports");
        return published;
    }

    private static EndpointSettings settings(ContainerEntry entry, int position) {
        return entry.networks().attachments().get(position).settings();
    }

    private EndpointWork.Order order(ContainerEntry entry, LiveEndpoint bare, int position, String interfaceName) {
        Attachment attachment = entry.networks().attachments().get(position);
        String mac = position == 0 ? entry.request().config().macAddress() : "";
        return new EndpointWork.Order(
                bare.id(),
                attachment,
                entry.request(),
                mac,
                entry.networks(),
                new JoinSpec(namespace(entry), interfaceName));
    }

    private Path namespace(ContainerEntry entry) {
        return defaults.namespaces().resolve(entry.request().id());
    }

    private static boolean isOnBridge(List<LiveNetwork> networks) {
        return networks.stream().anyMatch(live -> live.network().name().equals(Network.BRIDGE));
    }

    /** The sandbox and the files of another container. */
    private SandboxInfo share(ContainerEntry entry, NetworkMode.OfContainer of) {
        ContainerEntry other = parts.containers().find(of.ref());
        if (other == entry) {
            throw new EngineException.InvalidParameter("cannot join own network");
        }
        ContainerNetworkRequest shared = other.request();
        if (NetworkMode.parse(shared.hostConfig().networkMode()) instanceof NetworkMode.OfContainer next) {
            return share(entry, next);
        }
        LiveSandbox sandbox = other.networks()
                .live()
                .orElseThrow(() ->
                        new EngineException.Conflict("cannot join network of a non running container: " + shared.id()));
        Path directory = shared.directory();
        return new SandboxInfo(
                sandbox.key().isEmpty() ? Optional.empty() : Optional.of(Path.of(sandbox.key())),
                shared.hostname(),
                shared.config().domainname(),
                directory.resolve("hostname"),
                directory.resolve("hosts"),
                directory.resolve("resolv.conf"),
                List.of());
    }
}
