package dev.berth.runtime.network;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings networks and sandboxes back when the daemon starts: what runs is adopted, what does not is cleared away. A
 * network or container that fails is reported in the log and does not keep the others from coming back.
 */
final class Restoration {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    private final SandboxParts parts;
    private final NetworkDefaults defaults;
    private final SandboxTeardown teardown;

    Restoration(SandboxParts parts, NetworkDefaults defaults) {
        this.parts = parts;
        this.defaults = defaults;
        this.teardown = new SandboxTeardown(parts);
    }

    /** @return ids of containers that are left for {@link #restoreLater} */
    Set<String> restore(Collection<ContainerNetworkRequest> containers, Set<String> running) {
        parts.networks().load();
        parts.endpoints().loadOwed(parts.networks().all());
        List<ContainerEntry> orphans = enterAll(containers);
        new PredefinedNetworks(defaults, parts.networks(), new DefaultBridge(defaults, parts.kernel()))
                .ensure(isBridgeInUse(running));
        for (LiveNetwork live : parts.networks().all()) {
            if (live.network().isDriven() && !parts.networks().isBuiltIn(live.network())) {
                continue;
            }
            attempt(
                    "restore network=" + live.network().name(),
                    () -> live.exclusivelyRun(() -> parts.networks().createByDriver(live.network())));
        }
        orphans.forEach(this::clearOrphan);
        List<ContainerEntry> entries = new ArrayList<>(parts.containers().all());
        entries.removeAll(orphans);
        List<ContainerEntry> later = entries.stream().filter(this::needsPlugin).toList();
        entries.removeAll(later);
        entries.forEach(entry -> settle(entry, running.contains(entry.request().id())));
        entries.forEach(this::relink);
        attempt("clear namespaces", this::clearNamespaces);
        settleOwed();
        attempt("audit addresses", () -> new AddressBook(parts).audit());
        return later.stream().map(entry -> entry.request().id()).collect(Collectors.toSet());
    }

    /** Brings one container back that {@link #restore} has left; may wait for plugins. */
    void restoreLater(ContainerEntry entry, boolean runs) {
        settle(entry, runs);
        relink(entry);
    }

    /** Nobody waits for an orphan, so a thread of its own may wait for plugins. */
    private void clearOrphan(ContainerEntry orphan) {
        Runnable clearing = () -> {
            settle(orphan, false);
            parts.containers().remove(orphan.request().id());
        };
        if (needsPlugin(orphan)) {
            Thread thread = new Thread(clearing, "clear-" + orphan.request().shortId());
            thread.setDaemon(true);
            thread.start();
        } else {
            clearing.run();
        }
    }

    /** Drivers that are owed something are plugins, for which nobody is to wait. */
    private void settleOwed() {
        Thread thread = new Thread(
                () -> parts.networks()
                        .all()
                        .forEach(live -> attempt(
                                "settle network=" + live.network().name(),
                                () -> parts.endpoints().settleOwed(live))),
                "settle-owed");
        thread.setDaemon(true);
        thread.start();
    }

    private boolean needsPlugin(ContainerEntry entry) {
        return entry.networks().live().isPresent()
                && (parts.naming().isByPlugin()
                        || entry.networks().live().get().endpoints().stream()
                                .anyMatch(endpoint -> parts.networks()
                                        .lookUp(endpoint.networkId())
                                        .filter(live -> parts.networks().isByPlugin(live.network()))
                                        .isPresent()));
    }

    private void settle(ContainerEntry entry, boolean runs) {
        entry.networks()
                .live()
                .ifPresent(sandbox -> attempt(
                        (runs ? "adopt" : "clear") + " sandbox="
                                + entry.request().shortId(),
                        () -> entry.exclusivelyRun(runs ? () -> adopt(entry, sandbox) : () -> clear(entry, sandbox))));
    }

    private void relink(ContainerEntry entry) {
        entry.networks()
                .live()
                .ifPresent(
                        sandbox -> attempt("restore links=" + entry.request().shortId(), () -> relink(entry, sandbox)));
    }

    /** @return entries of containers that are no more, of which something is left */
    private List<ContainerEntry> enterAll(Collection<ContainerNetworkRequest> containers) {
        Map<String, ContainerNetworks> saved = parts.containers().saved();
        for (ContainerNetworkRequest container : containers) {
            ContainerEntry entry = parts.containers().enter(container);
            Optional.ofNullable(saved.remove(container.id())).ifPresent(entry::networks);
        }
        List<ContainerEntry> orphans = new ArrayList<>();
        saved.forEach((id, networks) -> {
            ContainerEntry orphan = new ContainerEntry(new ContainerNetworkRequest(
                    id,
                    id,
                    Json.read("{}", ContainerConfig.class),
                    Json.read("{}", HostConfig.class),
                    Map.of(),
                    defaults.namespaces()));
            orphan.networks(networks);
            orphans.add(orphan);
        });
        return orphans;
    }

    private boolean isBridgeInUse(Set<String> running) {
        return parts.networks()
                .lookUp(Network.BRIDGE)
                .map(bridge -> parts.containers().all().stream()
                        .filter(entry -> running.contains(entry.request().id()))
                        .flatMap(entry -> entry.networks().live().stream())
                        .anyMatch(sandbox -> sandbox.on(bridge.network().id()).isPresent()))
                .orElse(false);
    }

    private void clear(ContainerEntry entry, LiveSandbox sandbox) {
        teardown.tearDown(entry, sandbox);
    }

    private void adopt(ContainerEntry entry, LiveSandbox sandbox) {
        LiveSandbox whole = dropUnfinished(entry, sandbox);
        for (LiveEndpoint endpoint : whole.endpoints()) {
            LiveNetwork live = parts.networks().find(endpoint.networkId());
            parts.endpoints().adopt(live, entry.request().id(), endpoint, Path.of(whole.key()));
            parts.naming().register(entry, endpoint);
        }
        if (!whole.key().isEmpty()) {
            parts.naming().attach(entry, whole);
        }
        for (LiveEndpoint endpoint : whole.endpoints()) {
            Network network = parts.networks().find(endpoint.networkId()).network();
            if (parts.networks().isBuiltIn(network)) {
                parts.gateway().publishAgain(entry, endpoint, whole.publishedBy(endpoint));
            }
        }
        if (!whole.equals(sandbox)) {
            // What was dropped may have been the way out already.
            parts.gateway().route(whole);
        }
        settleGateways(entry, whole);
    }

    /** A daemon that was killed while it moved routes and ports, or whose version chose otherwise, left them elsewhere. */
    private void settleGateways(ContainerEntry entry, LiveSandbox sandbox) {
        LiveSandbox settled = parts.gateway().settle(entry, sandbox);
        if (!settled.equals(sandbox)) {
            parts.containers().save(entry, entry.networks().with(settled));
            parts.naming().attach(entry, settled);
        }
    }

    /** A connect that the daemon did not live to finish is taken back: nobody was told that it was done. */
    private LiveSandbox dropUnfinished(ContainerEntry entry, LiveSandbox sandbox) {
        LiveSandbox whole = sandbox;
        for (LiveEndpoint endpoint : sandbox.endpoints()) {
            Optional<LiveNetwork> live = parts.networks().lookUp(endpoint.networkId());
            boolean unfinished = live.isEmpty()
                    || live.get().network().isDriven()
                            && endpoint.interfaceName().isEmpty();
            if (unfinished) {
                live.ifPresent(
                        on -> parts.endpoints().destroy(on, entry.request().id(), endpoint));
                whole = whole.without(endpoint);
                ContainerNetworks rest = entry.networks().attachments().stream()
                        .filter(attachment -> live.isEmpty()
                                || attachment
                                        .network()
                                        .equals(live.get().network().name()))
                        .findFirst()
                        .filter(attachment -> live.isPresent())
                        .map(entry.networks()::without)
                        .orElse(entry.networks());
                parts.containers().save(entry, rest.with(whole));
            }
        }
        return whole;
    }

    private void relink(ContainerEntry entry, LiveSandbox sandbox) {
        entry.exclusivelyRun(() -> {
            parts.files().adopt(entry, sandbox);
            parts.links().permit(entry);
        });
    }

    private void clearNamespaces() {
        Set<String> known = parts.containers().all().stream()
                .flatMap(entry -> entry.networks().live().stream())
                .map(LiveSandbox::key)
                .collect(Collectors.toSet());
        if (!Files.isDirectory(defaults.namespaces())) {
            return;
        }
        try (Stream<Path> files = Files.list(defaults.namespaces())) {
            files.filter(file -> !known.contains(file.toString())).forEach(parts.kernel()::delete);
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + defaults.namespaces(), failure);
        }
    }

    private static void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            LOG.error("network: {} failed", what, failure);
        }
    }
}
