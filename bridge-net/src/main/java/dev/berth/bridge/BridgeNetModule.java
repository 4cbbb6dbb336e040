package dev.berth.bridge;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.berth.bridge.ipam.DefaultIpamDriver;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.NetworkDriver;
import jakarta.inject.Singleton;
import java.util.List;

/** Gives the drivers of this module under Docker's names for them. */
@Module
public interface BridgeNetModule {
    /** The bridge driver, in the network namespace of the calling thread. */
    @Provides
    @Singleton
    @IntoMap
    @StringKey(BridgeNetworkDriver.NAME)
    static NetworkDriver bridge(DriverHome home) {
        return new BridgeNetworkDriver(home);
    }

    /** The IPAM driver; default subnets keep off whatever the calling thread's network namespace reaches. */
    @Provides
    @Singleton
    @IntoMap
    @StringKey(DefaultIpamDriver.NAME)
    static IpamDriver ipam(DriverHome home, List<DefaultAddressPool> pools) {
        return new DefaultIpamDriver(home.data().resolve("ipam"), pools, List::of);
    }
}
