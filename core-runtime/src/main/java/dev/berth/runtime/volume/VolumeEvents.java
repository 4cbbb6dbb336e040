package dev.berth.runtime.volume;

import java.util.Map;

/** Where the service tells what happened to volumes; the engine's event stream in production. */
@FunctionalInterface
public interface VolumeEvents {
    /**
     * @param action {@code create}, {@code mount}, {@code unmount}, {@code destroy} or {@code prune}
     * @param name the volume, empty for {@code prune}
     * @param attributes such as {@code driver}, {@code container}, {@code destination}
     */
    void volumeEvent(String action, String name, Map<String, String> attributes);
}
