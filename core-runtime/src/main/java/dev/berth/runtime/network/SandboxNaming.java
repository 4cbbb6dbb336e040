package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.runtime.plugin.PluginNames;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes containers' names known on user-defined networks, and answers them there. */
final class SandboxNaming {
    private final NameService names;
    private final NetworkRegistry networks;
    private final NetworkDefaults defaults;
    private final LegacyLinks links;

    SandboxNaming(NameService names, NetworkRegistry networks, NetworkDefaults defaults, LegacyLinks links) {
        this.names = names;
        this.networks = networks;
        this.defaults = defaults;
        this.links = links;
    }

    /** True if a plugin answers. */
    boolean isByPlugin() {
        return names instanceof PluginNames;
    }

    /** Makes the endpoint's names known; one on a network without names has none. */
    void register(ContainerEntry entry, LiveEndpoint endpoint) {
        if (!endpoint.dnsNames().isEmpty()) {
            Network network = networks.find(endpoint.networkId()).network();
            names.register(new NameRecord(
                    network.id(),
                    network.name(),
                    endpoint.id(),
                    endpoint.dnsNames(),
                    endpoint.addresses(),
                    ExposedPorts.of(entry.request())));
        }
    }

    void withdraw(LiveEndpoint endpoint) {
        names.withdraw(endpoint.networkId(), endpoint.id());
    }

    /**
     * Answers in the sandbox what it is to see now; a sandbox without user-defined networks has no resolver. One without
     * a way out asks only the servers that the user gave it, which it may reach on its own networks.
     */
    void attach(ContainerEntry entry, LiveSandbox sandbox) {
        List<Network> resolved = sandbox.endpoints().stream()
                .map(endpoint -> networks.lookUp(endpoint.networkId()))
                .flatMap(Optional::stream)
                .map(LiveNetwork::network)
                .filter(defaults.resolver()::names)
                .toList();
        if (resolved.isEmpty()) {
            detach(entry);
            return;
        }
        List<InetAddress> asked = ContainerFiles.servers(entry.request().hostConfig());
        boolean internal = sandbox.gateways().ids().isEmpty();
        List<InetAddress> ours = internal ? List.of() : defaults.resolver().servers();
        names.attach(new SandboxNames(
                entry.request().id(),
                Path.of(sandbox.key()),
                resolved.stream().map(Network::id).toList(),
                aliases(entry),
                asked.isEmpty() ? ours : asked,
                HostResolver.servers(defaults.resolver().hostFile()),
                internal && asked.isEmpty(),
                defaults.resolver().ttlSeconds()));
    }

    void detach(ContainerEntry entry) {
        names.detach(entry.request().id());
    }

    /** Private names: alias to container name. */
    private Map<String, String> aliases(ContainerEntry entry) {
        Map<String, String> aliases = new HashMap<>();
        if (entry.networks().links().isEmpty()) {
            entry.request().hostConfig().links().stream()
                    .map(ContainerLink::parse)
                    .forEach(link -> aliases.put(link[1], link[0]));
        }
        for (Attachment attachment : entry.networks().attachments()) {
            for (String text : attachment.settings().links()) {
                String[] link = ContainerLink.parse(text);
                aliases.put(link[1], link[0]);
            }
        }
        for (ContainerLink link : entry.networks().links()) {
            String name =
                    links.parent(link).map(parent -> parent.request().name()).orElse(link.parentName());
            aliases.put(link.alias(), name);
        }
        return aliases;
    }

    /** @throws EngineException.InvalidParameter a private name is malformed */
    static void check(Attachment attachment) {
        attachment.settings().links().forEach(ContainerLink::parse);
    }
}
