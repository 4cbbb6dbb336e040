package dev.berth.plugin.network;

import java.net.InetAddress;

/**
 * A container's port published on the host.
 *
 * @param container the port inside
 * @param hostAddress where to listen; the unspecified address of a family for all of it
 * @param hostPort first port to try, 0 for any free one
 * @param hostPortEnd last port to try, inclusive; equal to hostPort for exactly that one
 */
public record PortBinding(ContainerPort container, InetAddress hostAddress, int hostPort, int hostPortEnd) {
    public PortBinding {
        if (hostPort < 0 || hostPortEnd < hostPort || hostPortEnd > 65535) {
            throw new IllegalArgumentException("host port out of range: " + hostPort + "-" + hostPortEnd);
        }
    }

    /** The same binding on exactly this host port. */
    public PortBinding on(int port) {
        return new PortBinding(container, hostAddress, port, port);
    }
}
