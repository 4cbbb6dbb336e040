package dev.berth.bridge.port;

import dev.berth.plugin.network.Protocol;
import java.net.InetAddress;

/** Takes ports from the kernel. */
interface PortBinder {
    /**
     * Binds a socket to the port and holds it until closed; nothing is answered on it.
     *
     * @throws PortInUse another program has it
     * @throws dev.berth.plugin.EngineException the kernel refuses it for another reason
     */
    Held bind(Protocol protocol, InetAddress address, int port) throws PortInUse;

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
