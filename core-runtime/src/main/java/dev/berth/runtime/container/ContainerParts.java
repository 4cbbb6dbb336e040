package dev.berth.runtime.container;

import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.network.ContainerNetworkRequest;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.state.Discards;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.volume.VolumeService;
import java.util.Map;
import java.util.TreeMap;

/** Whose work a container is put together of. */
public record ContainerParts(
        EnginePaths paths,
        ContainerTable table,
        ImageService images,
        NetworkService networks,
        VolumeService volumes,
        ContainerLogs logs,
        OciSpec spec,
        OciRuntimes runtimes,
        Discards discards,
        EventBus events) {
    /** What the network service is told of a container. */
    ContainerNetworkRequest networkRequest(Container container) {
        return new ContainerNetworkRequest(
                container.id(),
                container.name(),
                container.config(),
                container.hostConfig(),
                container.networks(),
                paths.container(container.id()));
    }

    /** Tells the engine's listeners what became of a container; {@code action} is Docker's word. */
    void tell(Container container, String action) {
        tell(container, action, Map.of());
    }

    /** @param more what the action adds to image, name and labels */
    void tell(Container container, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        events.publish(EventType.CONTAINER, action, container.id(), attributes);
    }
}
