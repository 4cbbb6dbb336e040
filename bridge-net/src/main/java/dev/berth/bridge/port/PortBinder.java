package dev.berth.bridge.port;

import dev.berth.plugin.network.Protocol;
import java.net.InetAddress;
import java.util.Optional;

/** Takes ports from the kernel. */
interface PortBinder extends AutoCloseable {
    /**
     * Binds a socket to the port and holds it until closed.
     *
     * @param target where to pass on what reaches the socket; empty for nothing to be answered on it
     * @throws PortInUse another program has it
     * @throws dev.berth.plugin.EngineException the kernel refuses it for another reason
     */
    Held bind(Protocol protocol, InetAddress address, int port, Optional<Relay.Target> target) throws PortInUse;

    /** Ends what is being passed on. */
    @Override
    void close();

    /** The ports that the kernel may give to anybody. */
    EphemeralPorts ephemeral();

    /** A port that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Another program has the port. */
    final class PortInUse extends Exception {
        private static final long serialVersionUID = 1L;

        PortInUse(String message) {
            super(message);
        }
    }
}
