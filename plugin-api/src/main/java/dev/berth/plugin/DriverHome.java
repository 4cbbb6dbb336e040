package dev.berth.plugin;

import java.nio.file.Path;

/**
 * Where a driver keeps what is its own.
 *
 * @param data survives a reboot (state, volumes); absolute
 * @param run lost at reboot (sockets, namespaces); absolute
 */
public record DriverHome(Path data, Path run) {
    public DriverHome {
        if (!data.isAbsolute() || !run.isAbsolute()) {
            throw new IllegalArgumentException("driver home: paths must be absolute: " + data + ", " + run);
        }
    }
}
