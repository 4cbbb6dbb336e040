package dev.berth.runtime.app;

import dagger.BindsInstance;
import dagger.Component;
import dev.berth.bridge.BridgeNetModule;
import dev.berth.dns.LinkDnsModule;
import dev.berth.runtime.api.ApiServices;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.network.NetworkModule;
import dev.berth.runtime.plugin.PluginModule;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.volume.VolumeDriverModule;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one place that knows every part of the engine, and the only one that names drivers. */
@Singleton
@Component(
        modules = {
            BridgeNetModule.class,
            LinkDnsModule.class,
            VolumeDriverModule.class,
            NetworkModule.class,
            PluginModule.class,
            SettingsModule.class,
            StorageModule.class,
            ContainerModule.class
        })
interface BerthComponent {
    /** Everything that the API asks. */
    ApiServices services();

    /** Puts the engine together; nothing is started and nothing of an earlier daemon taken over yet. */
    @Component.Factory
    interface Factory {
        BerthComponent create(
                @BindsInstance DaemonSettings settings,
                @BindsInstance EnginePaths paths,
                @BindsInstance Store store,
                @BindsInstance Clock clock);
    }
}
