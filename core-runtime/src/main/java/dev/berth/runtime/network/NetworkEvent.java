package dev.berth.runtime.network;

import java.util.Optional;

/**
 * Something that happened to a network.
 *
 * @param action {@code create}, {@code connect}, {@code disconnect} or {@code destroy}
 * @param containerId who was connected or disconnected
 */
public record NetworkEvent(
        String action, String networkId, String networkName, String driver, Optional<String> containerId) {}
