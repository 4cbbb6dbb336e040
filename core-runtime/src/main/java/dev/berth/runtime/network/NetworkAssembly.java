package dev.berth.runtime.network;

import dev.berth.runtime.state.Store;

/** Puts the network service together, on this host's kernel or another one. */
final class NetworkAssembly {
    private NetworkAssembly() {}

    static NetworkService assemble(
            Store store, NetworkDefaults defaults, NetworkDrivers drivers, NamePlugins names, SandboxKernel kernel) {
        ContainerIndex containers = new ContainerIndex(store);
        NetworkRegistry networks = new NetworkRegistry(store, drivers);
        LegacyLinks links = new LegacyLinks(containers, networks, drivers, names.environment());
        SandboxParts parts = new SandboxParts(
                containers,
                networks,
                kernel,
                new EndpointWork(drivers),
                new SandboxGateway(kernel, networks, drivers),
                new SandboxNaming(names.service(), networks, defaults, links),
                links,
                new ContainerFiles(names.files(), defaults, networks, links));
        return new NetworkEngine(parts, defaults);
    }
}
