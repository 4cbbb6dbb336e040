package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.Unavailable;
import dev.berth.plugin.volume.GlanceableVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The volume drivers: those built in, and plugins found by name when first asked for. */
public final class VolumeDrivers {
    /** The driver that is meant when none is named. */
    public static final String LOCAL = "local";

    private final Map<String, VolumeDriver> builtIn;
    private final Function<String, Optional<VolumeDriver>> plugins;

    /** Plugins that were there when last looked for; anybody may look, only {@link #get} adds. */
    private final Map<String, VolumeDriver> found = new ConcurrentHashMap<>();

    /** Without plugins. */
    public VolumeDrivers(Map<String, VolumeDriver> builtIn) {
        this(builtIn, name -> Optional.empty());
    }

    /** @param plugins looks for a plugin of that name; empty if there is none */
    public VolumeDrivers(Map<String, VolumeDriver> builtIn, Function<String, Optional<VolumeDriver>> plugins) {
        this.builtIn = Map.copyOf(builtIn);
        this.plugins = plugins;
    }

    /** @throws NotFound {@code error looking up volume plugin X: plugin "X" not found} */
    VolumeDriver get(String name) {
        VolumeDriver known = builtIn.get(name);
        if (known != null) {
            return known;
        }
        // One that is gone for now fails by itself: its volumes are not to be taken for lost.
        VolumeDriver plugin = plugins.apply(name)
                .or(() -> Optional.ofNullable(found.get(name)))
                .orElseThrow(() ->
                        new NotFound("error looking up volume plugin " + name + ": plugin \"" + name + "\" not found"));
        found.put(name, plugin);
        return plugin;
    }

    /** Those known now, by name. */
    Map<String, VolumeDriver> all() {
        Map<String, VolumeDriver> all = new TreeMap<>(found);
        all.putAll(builtIn);
        return all;
    }

    /** The name of a driver that has the volume. A driver that fails does not have it: the others must go on. */
    Optional<String> holding(String volume) {
        return all().keySet().stream()
                .filter(driver -> glance(driver, volume).isPresent())
                .findFirst();
    }

    /**
     * What the driver knows of the volume; empty if it says that there is none.
     *
     * @throws Unavailable it does not answer, so that nobody takes its volumes for lost
     * @throws NotFound there is no such driver
     */
    Optional<VolumeInfo> lookup(String driver, String volume) {
        VolumeDriver asked = get(driver);
        try {
            return Optional.of(asked.get(volume));
        } catch (Unavailable silent) {
            throw silent;
        } catch (EngineException absent) {
            return Optional.empty();
        }
    }

    /** What the driver knows of the volume, for showing it; empty if it says that there is none, or nothing at once. */
    Optional<VolumeInfo> glance(String driver, String volume) {
        try {
            VolumeDriver asked = get(driver);
            return Optional.of(asked instanceof GlanceableVolumes quick ? quick.glance(volume) : asked.get(volume));
        } catch (EngineException absent) {
            return Optional.empty();
        }
    }

    /** All volumes of a driver, for showing them. @throws Unavailable it says nothing at once */
    static List<VolumeInfo> glanceAll(VolumeDriver driver) {
        return driver instanceof GlanceableVolumes quick ? quick.glanceAll() : driver.list();
    }

    /** True for those that are part of the daemon. */
    boolean isBuiltIn(String driver) {
        return builtIn.containsKey(driver);
    }
}
