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
        ContainerFiles files = new ContainerFiles(names.files(), defaults, networks, links);
        EndpointPorts ports = new EndpointPorts(networks, drivers);
        SandboxParts parts = new SandboxParts(
                containers,
                networks,
                kernel,
                new EndpointWork(drivers, new EndpointRelease(drivers, store, containers), defaults.resolver()),
                ports,
                new SandboxGateway(kernel, networks, ports),
                new SandboxNaming(names.service(), networks, defaults, links),
                links,
                files);
        return new NetworkEngine(parts, defaults, new NameInquiries(names.service(), networks, containers, files));
    }
}
