package dev.berth.bridge.port;

import dev.berth.plugin.network.Protocol;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A kernel with few ports, some of which another program has. */
final class FakeBinder implements PortBinder {
    final Set<String> held = new TreeSet<>();
    final Set<Integer> others = new HashSet<>();
    private final EphemeralPorts ephemeral;

    FakeBinder(EphemeralPorts ephemeral) {
        this.ephemeral = ephemeral;
    }

    @Override
    public Held bind(Protocol protocol, InetAddress address, int port, Optional<Relay.Target> target) throws PortInUse {
        String name = PortText.of(address, port) + "/" + protocol.word();
        if (others.contains(port) || !held.add(name)) {
            throw new PortInUse(name);
        }
        return () -> held.remove(name);
    }

    @Override
    public void close() {
        held.clear();
    }

    @Override
    public EphemeralPorts ephemeral() {
        return ephemeral;
    }
}
