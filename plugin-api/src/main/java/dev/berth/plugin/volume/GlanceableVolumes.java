package dev.berth.plugin.volume;

import java.util.List;

/** A volume driver that may be slow to answer, and can be asked what it says without waiting for long. */
public interface GlanceableVolumes {
    /**
     * All volumes.
     *
     * @throws dev.berth.plugin.EngineException.Unavailable it has not answered at once
     */
    List<VolumeInfo> glanceAll();

    /**
     * What is known of the volume.
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such volume
     * @throws dev.berth.plugin.EngineException.Unavailable it has not answered at once
     */
    VolumeInfo glance(String name);
}
