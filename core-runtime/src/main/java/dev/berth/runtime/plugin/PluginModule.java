package dev.berth.runtime.plugin;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Gives the plugins of this host. */
@Module
public interface PluginModule {
    /** Environment variable: seconds that a call to a plugin may take. */
    String TIMEOUT = "BERTH_PLUGIN_TIMEOUT";

    @Provides
    @Singleton
    static Plugins plugins() {
        return new Plugins(PluginDirectories.DEFAULT, deadlines(Optional.ofNullable(System.getenv(TIMEOUT))));
    }

    /** @param seconds 1 to 86400; anything else is as if it were not there */
    static PluginDeadlines deadlines(Optional<String> seconds) {
        return seconds.filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(text -> new PluginDeadlines(
                        Duration.ofSeconds(Integer.parseInt(text)), PluginDeadlines.DEFAULT.glance()))
                .orElse(PluginDeadlines.DEFAULT);
    }
}
