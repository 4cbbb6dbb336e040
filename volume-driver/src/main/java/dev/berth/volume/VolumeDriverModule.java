package dev.berth.volume;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.backup.VolumeBackups;
import dev.berth.volume.backup.LocalBackups;

/** Gives the local volume driver and backups; needs a {@link DriverHome}, whose data get a directory {@code volumes}. */
@Module
public interface VolumeDriverModule {
    /** The driver, ready: what a crash left half done has been ended. */
    @Provides
    @IntoMap
    @StringKey(LocalVolumeDriver.NAME)
    static VolumeDriver localVolumeDriver(DriverHome home) {
        return LocalVolumeDriver.open(home);
    }

    /** Backups in directories of this host. */
    @Provides
    static VolumeBackups backups() {
        return new LocalBackups();
    }
}
