package dev.berth.runtime.plugin;

import dev.berth.plugin.EngineException;
import java.util.Map;
import java.util.Optional;

/**
 * The plugins that stand in for drivers which the engine has itself: it and its users go on calling the driver by its
 * own name, and no driver is made in the engine's process.
 *
 * @param plugins name of the plugin by {@link #BRIDGE}, {@link #IPAM}, {@link #VOLUME} or {@link #NAMES}
 */
public record DriverPlugins(Map<String, String> plugins) {
    /** Stands in for the network driver {@code bridge}. */
    public static final String BRIDGE = "bridge";
    /** Stands in for the IPAM driver {@code default}. */
    public static final String IPAM = "ipam";
    /** Stands in for the volume driver {@code local}. */
    public static final String VOLUME = "volume";
    /** Stands in for the resolver in containers. */
    public static final String NAMES = "names";
    /** Every driver is the engine's own. */
    public static final DriverPlugins NONE = new DriverPlugins(Map.of());

    private static final Map<String, String> DRIVERS = Map.of(BRIDGE, "bridge", IPAM, "default", VOLUME, "local");

    public DriverPlugins {
        plugins = Map.copyOf(plugins);
        plugins.forEach((type, name) -> {
            if (!DRIVERS.containsKey(type) && !type.equals(NAMES)) {
                throw new EngineException.InvalidParameter(
                        "unknown driver \"" + type + "\": there are bridge, ipam, volume and names");
            }
            if (name.isBlank()) {
                throw new EngineException.InvalidParameter("driver \"" + type + "\": no plugin is named");
            }
        });
    }

    /** The plugin in place of the engine's own driver of this type. */
    public Optional<String> of(String type) {
        return Optional.ofNullable(plugins.get(type));
    }

    /** True if the engine's own driver of that type and name is to be left out. */
    public boolean replaces(String type, String driver) {
        return plugins.containsKey(type) && driver.equals(DRIVERS.get(type));
    }

    /** The plugin to look for where a driver of this type and name is wanted. */
    public String pluginFor(String type, String driver) {
        return replaces(type, driver) ? plugins.getOrDefault(type, driver) : driver;
    }
}
