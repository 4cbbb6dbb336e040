package dev.berth.plugin.network;

import java.nio.file.Path;

/**
 * Where an endpoint's interface is to go.
 *
 * @param sandbox file of the network namespace (Docker's SandboxKey)
 * @param interfaceName what it is to be called inside, {@code eth0}; at most 15 bytes
 */
public record JoinSpec(Path sandbox, String interfaceName) {}
