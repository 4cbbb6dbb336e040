package dev.berth.runtime.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the engine is, for {@code version} and {@code info}.
 *
 * @param id of this installation, stays the same
 * @param version of this engine
 * @param labels {@code key=value}
 * @param runtimes path of each OCI runtime by name
 * @param cgroupVersion 1 or 2
 * @param debug whether debug messages are logged
 */
public record EngineFacts(
        String id,
        String version,
        List<String> labels,
        Map<String, String> runtimes,
        String defaultRuntime,
        int cgroupVersion,
        boolean liveRestore,
        boolean debug) {
    public EngineFacts {
        labels = List.copyOf(labels);
        runtimes = new TreeMap<>(runtimes);
    }
}
