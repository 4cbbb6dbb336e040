package dev.berth.volume;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.VolumeDriver;

/** Gives the local volume driver; needs a {@link DriverHome}, whose data get a directory {@code volumes}. */
@Module
public interface VolumeDriverModule {
    /** The driver, ready: what a crash left half done has been ended. */
    @Provides
    @IntoMap
    @StringKey(LocalVolumeDriver.NAME)
    static VolumeDriver localVolumeDriver(DriverHome home) {
        return LocalVolumeDriver.open(home);
    }
}
