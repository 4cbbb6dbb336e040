package dev.berth.runtime.network;

/** What making, changing and taking away sandboxes have in common. */
record SandboxParts(
        ContainerIndex containers,
        NetworkRegistry networks,
        SandboxKernel kernel,
        EndpointWork endpoints,
        EndpointPorts ports,
        SandboxGateway gateway,
        SandboxNaming naming,
        LegacyLinks links,
        ContainerFiles files) {}
