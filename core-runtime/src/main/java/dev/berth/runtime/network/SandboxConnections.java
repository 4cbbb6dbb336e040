package dev.berth.runtime.network;

import dev.berth.plugin.network.JoinSpec;
import dev.berth.runtime.state.RandomIds;
import java.nio.file.Path;
import java.util.List;

/** Puts running containers on further networks and takes them off. Called with the entry's lock held. */
final class SandboxConnections {
    private final SandboxParts parts;

    SandboxConnections(SandboxParts parts) {
        this.parts = parts;
    }

    /** All of it or nothing. */
    void connect(ContainerEntry entry, LiveSandbox sandbox, LiveNetwork live, Attachment attachment) {
        ContainerNetworks before = entry.networks();
        Undo undo = new Undo();
        try {
            LiveEndpoint planned =
                    LiveEndpoint.bare(RandomIds.next(), live.network().id());
            undo.add(() -> parts.containers().save(entry, before));
            parts.containers().save(entry, before.with(attachment).with(sandbox.with(planned)));
            LiveEndpoint endpoint = join(entry, sandbox, live, order(entry, sandbox, planned, live, attachment), undo);
            LiveSandbox joined = sandbox.with(endpoint);
            undo.add(() -> parts.gateway().restore(entry, sandbox, endpoint));
            LiveSandbox settled = parts.gateway().settle(entry, joined);
            undo.add(() -> parts.naming().withdraw(endpoint));
            parts.naming().register(entry, endpoint);
            parts.naming().attach(entry, settled);
            parts.containers().save(entry, entry.networks().with(settled));
            parts.links().permit(entry);
            parts.files().update(entry, settled);
        } catch (RuntimeException failure) {
            undo.afterFailure(failure);
            throw failure;
        }
    }

    private LiveEndpoint join(
            ContainerEntry entry, LiveSandbox sandbox, LiveNetwork live, EndpointWork.Order order, Undo undo) {
        EndpointWork.Joined joined = parts.endpoints().create(live, order);
        undo.add(() -> parts.endpoints().destroy(live, entry.request().id(), joined.endpoint()));
        parts.kernel().configure(Path.of(sandbox.key()), List.of(joined.setup()), SandboxKernel.DefaultRoutes.NONE);
        return joined.endpoint();
    }

    private static EndpointWork.Order order(
            ContainerEntry entry, LiveSandbox sandbox, LiveEndpoint planned, LiveNetwork live, Attachment attachment) {
        List<String> present =
                sandbox.endpoints().stream().map(LiveEndpoint::interfaceName).toList();
        InterfaceNames names = new InterfaceNames(present, List.of(attachment));
        return new EndpointWork.Order(
                planned.id(),
                attachment,
                entry.request(),
                "",
                entry.networks(),
                new JoinSpec(Path.of(sandbox.key()), names.next(live.network(), attachment.settings())));
    }

    /** Runs to the end; the container is off the network even if something of it could not be undone. */
    void disconnect(ContainerEntry entry, LiveSandbox sandbox, LiveNetwork live, LiveEndpoint endpoint) {
        if (live.network().name().equals(Network.BRIDGE)) {
            parts.links().revoke(entry);
        }
        parts.naming().withdraw(endpoint);
        if (sandbox.gateways().ids().contains(endpoint.id())) {
            parts.ports().revoke(endpoint);
        }
        parts.endpoints().destroy(live, entry.request().id(), endpoint);
        LiveSandbox rest = sandbox.without(endpoint);
        parts.containers().save(entry, entry.networks().with(rest));
        LiveSandbox settled = parts.gateway().settle(entry, rest);
        parts.naming().attach(entry, settled);
        parts.containers().save(entry, entry.networks().with(settled));
        parts.files().update(entry, settled);
    }
}
