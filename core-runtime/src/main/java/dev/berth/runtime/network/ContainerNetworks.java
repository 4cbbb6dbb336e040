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
 */
record ContainerNetworks(
        List<Attachment> attachments,
        List<ContainerLink> links,
        @Nullable LiveSandbox sandbox) {
    ContainerNetworks {
        attachments = List.copyOf(attachments);
        links = List.copyOf(links);
    }

    Optional<LiveSandbox> live() {
        return Optional.ofNullable(sandbox);
    }

    ContainerNetworks with(@Nullable LiveSandbox other) {
        return new ContainerNetworks(attachments, links, other);
    }

    ContainerNetworks with(Attachment attachment) {
        List<Attachment> all = new ArrayList<>(attachments);
        all.add(attachment);
        return new ContainerNetworks(all, links, sandbox);
    }

    ContainerNetworks without(Attachment attachment) {
        List<Attachment> rest = new ArrayList<>(attachments);
        rest.remove(attachment);
        return new ContainerNetworks(rest, links, sandbox);
    }

    ContainerNetworks withLinks(List<ContainerLink> others) {
        return new ContainerNetworks(attachments, others, sandbox);
    }
}
