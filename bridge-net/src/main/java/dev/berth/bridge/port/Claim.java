package dev.berth.bridge.port;

import dev.berth.plugin.network.PortBinding;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A host port to be reserved.
 *
 * @param relayTo address of the container to which this process passes on what reaches the port itself; empty where the
 *     kernel translates all that comes
 */
public record Claim(PortBinding binding, Optional<InetAddress> relayTo) {
    /** The target of the relay, if there is to be one. */
    Optional<Relay.Target> target() {
        return relayTo.map(
                address -> new Relay.Target(address, binding.container().number()));
    }
}
