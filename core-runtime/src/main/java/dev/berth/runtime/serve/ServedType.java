package dev.berth.runtime.serve;

import dev.berth.plugin.EngineException;
import java.nio.file.Path;
import java.util.Locale;

/** What can be served. */
public enum ServedType {
    BRIDGE,
    IPAM,
    VOLUME,
    NAMES;

    /**
     * Reads the command line's word.
     *
     * @throws EngineException.InvalidParameter another word
     */
    public static ServedType parse(String word) {
        for (ServedType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new EngineException.InvalidParameter(
                "unknown type of plugin: \"" + word + "\"; there are bridge, ipam, volume and names");
    }

    /** The command line's word, lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name that engines know the plugin by, {@code berth-volume}. */
    public String pluginName() {
        return "berth-" + word();
    }

    /** Where dockerd and Berth find it. */
    public Path defaultSocket() {
        return Path.of("/run/docker/plugins", pluginName() + ".sock");
    }

    /** Where it keeps what must survive it. */
    public Path defaultState() {
        return Path.of("/var/lib/berth-plugins", word());
    }
}
