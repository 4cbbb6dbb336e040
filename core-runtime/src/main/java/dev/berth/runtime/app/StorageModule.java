package dev.berth.runtime.app;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.runtime.app.settings.BerthVersion;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.archive.ContainerArchive;
import dev.berth.runtime.container.ContainerTable;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.plugin.DriverPlugins;
import dev.berth.runtime.plugin.OwnDrivers;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.registry.http.Pauses;
import dev.berth.runtime.registry.http.Transport;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.volume.VolumeDrivers;
import dev.berth.runtime.volume.VolumeService;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** Images, volumes and the table of containers; what happens to them goes to the event bus. */
@Module
interface StorageModule {
    @Provides
    @Singleton
    static EventBus events(Clock clock) {
        return new EventBus(clock);
    }

    @Provides
    @Singleton
    static ContainerTable table(Store store) {
        return new ContainerTable(store);
    }

    @Provides
    @Singleton
    static ImageService images(EnginePaths paths, Store store, ContainerTable table, EventBus events, Clock clock) {
        return new ImageService(
                paths,
                store,
                table,
                (action, image, attributes) -> events.publish(EventType.IMAGE, action, image, attributes),
                clock);
    }

    @Provides
    @Singleton
    static Registries registries(ImageService images, DaemonSettings settings) {
        Transport transport = new Transport(System.getenv(), "docker/20.10 berth/" + BerthVersion.text(), Pauses.REAL);
        return new Registries(images, settings.registries(), transport);
    }

    @Provides
    @Singleton
    static VolumeService volumes(
            Map<String, Provider<VolumeDriver>> drivers,
            Plugins plugins,
            DriverPlugins choice,
            Store store,
            EnginePaths paths,
            ImageService images,
            EventBus events) {
        return new VolumeService(
                new VolumeDrivers(
                        OwnDrivers.of(DriverPlugins.VOLUME, drivers, choice),
                        name -> plugins.volume(choice.pluginFor(DriverPlugins.VOLUME, name))),
                images.mounts(),
                store,
                paths,
                (action, name, attributes) -> events.publish(EventType.VOLUME, action, name, attributes));
    }

    @Provides
    @Singleton
    static ContainerArchive archive(VolumeService volumes) {
        return new ContainerArchive(volumes);
    }
}
