package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.runtime.spec.EndpointSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks what a new container asks of the network, and turns it into attachments. */
final class NetworkReservation {
    private final NetworkRegistry networks;
    private final LegacyLinks links;

    NetworkReservation(NetworkRegistry networks, LegacyLinks links) {
        this.networks = networks;
        this.links = links;
    }

    /** @throws EngineException.InvalidParameter something it asks cannot be */
    ContainerNetworks check(ContainerNetworkRequest request) {
        NetworkMode mode = NetworkMode.parse(request.hostConfig().networkMode());
        PortPublishing.everywhere().bindings(request.config(), request.hostConfig());
        request.config().exposedPorts().keySet().forEach(PortPublishing::port);
        ContainerFiles.servers(request.hostConfig());
        request.hostConfig().extraHosts().forEach(ExtraHost::parse);
        if (!request.config().macAddress().isEmpty()) {
            requireMac(request.config().macAddress());
        }
        List<Attachment> attachments = attachments(mode, request);
        attachments.forEach(this::check);
        new InterfaceNames(List.of(), attachments);
        return ContainerNetworks.of(
                attachments, links(mode, request.hostConfig().links()));
    }

    /** On a user-defined network a link is a private name in DNS, and nobody need have the name yet. */
    private List<ContainerLink> links(NetworkMode mode, List<String> texts) {
        if (mode instanceof NetworkMode.OnNetwork on && !Network.isPredefined(canonical(on.network()))) {
            texts.forEach(ContainerLink::parse);
            return List.of();
        }
        return links.resolve(texts);
    }

    /** The network of the mode comes first, it is the one with {@code eth0}; then the others in the user's order. */
    private List<Attachment> attachments(NetworkMode mode, ContainerNetworkRequest request) {
        String first = first(mode);
        List<Attachment> attachments = new ArrayList<>();
        if (first.isEmpty()) {
            return attachments;
        }
        EndpointSettings settings = EndpointSettings.NONE;
        List<Attachment> further = new ArrayList<>();
        for (Map.Entry<String, EndpointSettings> entry : request.endpoints().entrySet()) {
            if (canonical(entry.getKey()).equals(first)) {
                settings = entry.getValue() == null ? EndpointSettings.NONE : entry.getValue();
            } else if (mode instanceof NetworkMode.OnNetwork) {
                further.add(new Attachment(
                        canonical(entry.getKey()),
                        entry.getValue() == null ? EndpointSettings.NONE : entry.getValue()));
            }
        }
        attachments.add(new Attachment(first, settings));
        attachments.addAll(further);
        return attachments;
    }

    private String first(NetworkMode mode) {
        if (mode instanceof NetworkMode.Host) {
            return Network.HOST;
        }
        if (mode instanceof NetworkMode.None) {
            return Network.NONE;
        }
        return mode instanceof NetworkMode.OnNetwork on ? canonical(on.network()) : "";
    }

    /** The network's name; what is unknown yet stays as the user wrote it. */
    private String canonical(String ref) {
        return networks.lookUp(ref).map(live -> live.network().name()).orElse(ref);
    }

    /**
     * Refuses what a network cannot give.
     *
     * @throws EngineException.InvalidParameter addresses or aliases on a predefined network, or malformed ones
     */
    void check(Attachment attachment) {
        EndpointSettings settings = attachment.settings();
        EndpointSettings.IpamConfig addresses = settings.ipamConfig();
        boolean predefined = Network.isPredefined(attachment.network());
        boolean addressed = addresses != null
                && !(addresses.ipv4Address().isEmpty()
                        && addresses.ipv6Address().isEmpty());
        if (predefined && addressed) {
            throw new EngineException.InvalidParameter(
                    "user specified IP address is supported on user defined networks only");
        }
        if (predefined && !settings.aliases().isEmpty()) {
            throw new EngineException.InvalidParameter(
                    "network-scoped alias is supported only for containers in user defined networks");
        }
        if (addresses != null) {
            checkAddress(attachment.network(), addresses.ipv4Address(), true);
            checkAddress(attachment.network(), addresses.ipv6Address(), false);
        }
        if (!settings.macAddress().isEmpty()) {
            requireMac(settings.macAddress());
        }
        EndpointOptions.parse(settings.driverOpts());
        SandboxNaming.check(attachment);
    }

    /** An invalid address cannot be made into a value. */
    private static MacAddress requireMac(String text) {
        return new MacAddress(text);
    }

    private void checkAddress(String network, String text, boolean v4) {
        if (text.isEmpty()) {
            return;
        }
        if (new Cidr(Cidr.parseAddress(text), 0).isV4() != v4) {
            throw new EngineException.InvalidParameter("invalid " + (v4 ? "IPv4" : "IPv6") + " address: " + text);
        }
        // Another subnet would be given to a network that is made anew.
        boolean anySubnet = networks.lookUp(network)
                .map(live -> live.network().subnet(!v4).filter(Subnet::chosen).isEmpty())
                .orElse(false);
        if (anySubnet) {
            throw new EngineException.InvalidParameter("user specified IP address is supported only when connecting to"
                    + " networks with user configured subnets");
        }
    }
}
