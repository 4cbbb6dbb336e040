package dev.berth.runtime.serve;

import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Finds plugins in a directory, and has patience with them. */
final class Served {
    private Served() {}

    static Plugins in(Path sockets) {
        Duration patience = Duration.ofSeconds(60);
        return new Plugins(new PluginDirectories(List.of(sockets), List.of()), new PluginDeadlines(patience, patience));
    }
}
