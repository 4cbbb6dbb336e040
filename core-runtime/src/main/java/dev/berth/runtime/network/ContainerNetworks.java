package dev.berth.runtime.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a container's networks; document of kind {@code endpoint} by container id.
 *
 * @param attachments in the user's order
 * @param sandbox of a running container, or one that is being made or taken away
 * @param former its addresses when it last ran
 */
record ContainerNetworks(
        List<Attachment> attachments,
        List<ContainerLink> links,
        @Nullable LiveSandbox sandbox,
        List<FormerAddress> former) {
    ContainerNetworks {
        attachments = List.copyOf(attachments);
        links = List.copyOf(links);
        former = former == null ? List.of() : List.copyOf(former);
    }

    /** Of a container that never ran. */
    static ContainerNetworks of(List<Attachment> attachments, List<ContainerLink> links) {
        return new ContainerNetworks(attachments, links, null, List.of());
    }

    /** The address of the family that it had on the network when it last ran; empty if it had none. */
    String formerAddress(String networkId, boolean v6) {
        return former.stream()
                .filter(address -> address.networkId().equals(networkId))
                .findFirst()
                .map(address -> address.text(v6))
                .orElse("");
    }

    Optional<LiveSandbox> live() {
        return Optional.ofNullable(sandbox);
    }

    ContainerNetworks with(@Nullable LiveSandbox other) {
        return new ContainerNetworks(attachments, links, other, FormerAddress.after(former, live()));
    }

    ContainerNetworks with(Attachment attachment) {
        List<Attachment> all = new ArrayList<>(attachments);
        all.add(attachment);
        return new ContainerNetworks(all, links, sandbox, former);
    }

    ContainerNetworks without(Attachment attachment) {
        List<Attachment> rest = new ArrayList<>(attachments);
        rest.remove(attachment);
        return new ContainerNetworks(rest, links, sandbox, former);
    }

    ContainerNetworks withLinks(List<ContainerLink> others) {
        return new ContainerNetworks(attachments, others, sandbox, former);
    }
}
