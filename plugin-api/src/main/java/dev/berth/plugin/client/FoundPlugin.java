package dev.berth.plugin.client;

import java.util.List;
import java.util.Optional;

/**
 * A plugin that is in one of the {@link PluginDirectories}, as far as is known without asking it.
 *
 * @param address where it listens; empty if its spec is malformed
 * @param fault what is wrong with its spec; empty if nothing is
 * @param types what it is ({@code VolumeDriver} ...); empty until it has been used
 */
public record FoundPlugin(String name, Optional<PluginAddress> address, String fault, List<String> types) {
    public FoundPlugin {
        types = List.copyOf(types);
        if (address.isEmpty() == fault.isEmpty()) {
            throw new IllegalArgumentException("plugin " + name + " has either an address or a fault");
        }
    }
}
