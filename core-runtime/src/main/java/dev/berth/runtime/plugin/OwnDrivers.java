package dev.berth.runtime.plugin;

import jakarta.inject.Provider;
import java.util.Map;
import java.util.TreeMap;

/** The drivers that run in the engine's process. */
public final class OwnDrivers {
    private OwnDrivers() {}

    /** Makes those of this type that no plugin stands in for. */
    public static <T> Map<String, T> of(String type, Map<String, Provider<T>> all, DriverPlugins choice) {
        Map<String, T> own = new TreeMap<>();
        all.forEach((name, driver) -> {
            if (!choice.replaces(type, name)) {
                own.put(name, driver.get());
            }
        });
        return own;
    }
}
