package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.HostFilesSpec;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import dev.berth.runtime.spec.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The files hostname, hosts and resolv.conf of containers: what they are to say, and when they are written. */
final class ContainerFiles {
    private static final Path HOST_HOSTS = Path.of("/etc/hosts");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final HostFiles files;
    private final NetworkDefaults defaults;
    private final NetworkRegistry networks;
    private final LegacyLinks links;

    ContainerFiles(HostFiles files, NetworkDefaults defaults, NetworkRegistry networks, LegacyLinks links) {
        this.files = files;
        this.defaults = defaults;
        this.networks = networks;
        this.links = links;
    }

    /** Writes the files of a container that is being started. @return where they are */
    SandboxInfo write(ContainerEntry entry, LiveSandbox sandbox) {
        ContainerNetworkRequest container = entry.request();
        Path directory = container.directory();
        HostFilesSpec spec = spec(entry, sandbox);
        files.write(directory, spec);
        if (ofHost(sandbox)) {
            copyHostsOwn(spec, directory);
        }
        entry.files(spec);
        return new SandboxInfo(
                sandbox.key().isEmpty() ? Optional.empty() : Optional.of(Path.of(sandbox.key())),
                hostname(container, sandbox),
                container.config().domainname(),
                directory.resolve("hostname"),
                directory.resolve("hosts"),
                directory.resolve("resolv.conf"),
                links.environment(entry));
    }

    /** Brings the files of a running container up to date, in place. Called with the entry's lock held. */
    void update(ContainerEntry entry, LiveSandbox sandbox) {
        if (ofHost(sandbox)) {
            return;
        }
        HostFilesSpec now = spec(entry, sandbox);
        files.update(entry.request().directory(), entry.files().orElse(now), now);
        entry.files(now);
    }

    /** Takes over the files that an earlier daemon wrote. */
    void adopt(ContainerEntry entry, LiveSandbox sandbox) {
        entry.files(spec(entry, sandbox));
    }

    private HostFilesSpec spec(ContainerEntry entry, LiveSandbox sandbox) {
        ContainerNetworkRequest container = entry.request();
        return new HostFilesSpec(
                hostname(container, sandbox),
                ofHost(sandbox) ? "" : container.config().domainname(),
                sandbox.endpoints().stream()
                        .flatMap(endpoint -> endpoint.addresses().stream())
                        .toList(),
                links.hostLines(entry),
                container.hostConfig().extraHosts().stream()
                        .map(this::extraHost)
                        .toList(),
                resolver(container.hostConfig(), sandbox));
    }

    private HostFilesSpec.Resolver resolver(HostConfig host, LiveSandbox sandbox) {
        NetworkDefaults.ResolverDefaults ours = defaults.resolver();
        return new HostFilesSpec.Resolver(
                resolvesNames(sandbox),
                ours.hostFile(),
                host.dns().isEmpty() ? ours.servers() : servers(host),
                host.dnsSearch().isEmpty() ? ours.search() : host.dnsSearch(),
                host.dnsOptions().isEmpty() ? ours.options() : host.dnsOptions());
    }

    static List<InetAddress> servers(HostConfig host) {
        return host.dns().stream().map(Cidr::parseAddress).toList();
    }

    /** True if names are resolved on one of its networks. */
    boolean resolvesNames(LiveSandbox sandbox) {
        return sandbox.endpoints().stream()
                .map(endpoint -> networks.lookUp(endpoint.networkId()))
                .flatMap(Optional::stream)
                .anyMatch(live -> defaults.resolver().names(live.network()));
    }

    private HostLine extraHost(String text) {
        ExtraHost host = ExtraHost.parse(text);
        return new HostLine(host.address().orElseGet(this::hostGateway), List.of(host.name()));
    }

    private InetAddress hostGateway() {
        return defaults.hostGateway()
                .or(() -> networks.lookUp(Network.BRIDGE)
                        .flatMap(bridge -> bridge.network().subnet(false))
                        .map(Subnet::gateway)
                        .map(Cidr::parseAddress))
                .orElseThrow(
                        () -> new EngineException.InvalidParameter("unable to derive the IP value for host-gateway"));
    }

    private static boolean ofHost(LiveSandbox sandbox) {
        return sandbox.key().isEmpty();
    }

    /** Without its own, a container in the host's network has the host's name. */
    private static String hostname(ContainerNetworkRequest container, LiveSandbox sandbox) {
        if (!ofHost(sandbox) || !container.config().hostname().isEmpty() && !isDefault(container)) {
            return container.hostname();
        }
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + HOST_NAME, failure);
        }
    }

    private static boolean isDefault(ContainerNetworkRequest container) {
        return container.config().hostname().equals(container.shortId());
    }

    /** In the host's network the host's own files are right, loopback servers included, unless the user says other. */
    private static void copyHostsOwn(HostFilesSpec spec, Path directory) {
        HostFilesSpec.Resolver resolver = spec.resolver();
        if (spec.extraHosts().isEmpty()) {
            copy(HOST_HOSTS, directory.resolve("hosts"));
        }
        if (resolver.servers().isEmpty()
                && resolver.search().isEmpty()
                && resolver.options().isEmpty()) {
            copy(resolver.hostFile(), directory.resolve("resolv.conf"));
        }
    }

    private static void copy(Path source, Path target) {
        try {
            if (Files.exists(source)) {
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("copy " + source + " to " + target, failure);
        }
    }
}
