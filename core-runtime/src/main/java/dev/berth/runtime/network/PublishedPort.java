package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import dev.berth.runtime.spec.HostConfig.HostPort;

/**
 * A port published on the host, as it is kept in the store.
 *
 * @param endpointId by which it is reached; empty in records of versions in which that was the sandbox's to say
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param hostIp an address, {@code 0.0.0.0} or {@code ::} for all of a family
 * @param hostPort 0 where the network translates no ports
 */
record PublishedPort(String endpointId, int containerPort, String protocol, String hostIp, int hostPort) {
    PublishedPort {
        endpointId = endpointId == null ? "" : endpointId;
    }

    static PublishedPort of(String endpointId, PortBinding binding) {
        String address = binding.hostAddress().getHostAddress();
        return new PublishedPort(
                endpointId,
                binding.container().number(),
                binding.container().protocol().word(),
                address.equals("0:0:0:0:0:0:0:0") ? "::" : Addresses.text(binding.hostAddress()),
                binding.hostPort());
    }

    PublishedPort on(String endpoint) {
        return new PublishedPort(endpoint, containerPort, protocol, hostIp, hostPort);
    }

    PortBinding binding() {
        return new PortBinding(container(), Cidr.parseAddress(hostIp), hostPort, hostPort);
    }

    ContainerPort container() {
        return new ContainerPort(containerPort, Protocol.parse(protocol));
    }

    HostPort shown() {
        return new HostPort(hostIp, hostPort == 0 ? "" : Integer.toString(hostPort));
    }
}
