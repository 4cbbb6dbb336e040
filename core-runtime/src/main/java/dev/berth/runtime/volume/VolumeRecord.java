package dev.berth.runtime.volume;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the engine itself keeps of a volume.
 *
 * @param pendingFor the container whose create made it and has not finished, else empty
 */
record VolumeRecord(
        String name, String driver, Map<String, String> options, Map<String, String> labels, String pendingFor) {
    VolumeRecord {
        options = new TreeMap<>(options);
        labels = new TreeMap<>(labels);
    }

    VolumeRecord settled() {
        return new VolumeRecord(name, driver, options, labels, "");
    }
}
