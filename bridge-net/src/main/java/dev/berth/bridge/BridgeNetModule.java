package dev.berth.bridge;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.berth.bridge.ipam.DefaultIpamDriver;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.network.NetworkDriver;
import jakarta.inject.Singleton;
import java.util.List;

/** Gives the drivers of this module under Docker's names for them. */
@Module
public interface BridgeNetModule {
    /** The network namespace that this process lives in. */
    @Provides
    @Singleton
    static HostNamespace host() {
        return HostNamespace.own();
    }

    /** The bridge driver, in the network namespace of this process. */
    @Provides
    @Singleton
    @IntoMap
    @StringKey(BridgeNetworkDriver.NAME)
    static NetworkDriver bridge(DriverHome home, HostNamespace host, Forwarding forwarding) {
        return new BridgeNetworkDriver(home, host, forwarding);
    }

    /** The IPAM driver; default subnets keep off whatever that namespace reaches. */
    @Provides
    @Singleton
    @IntoMap
    @StringKey(DefaultIpamDriver.NAME)
    static IpamDriver ipam(DriverHome home, List<DefaultAddressPool> pools, HostNamespace host) {
        return new DefaultIpamDriver(home.data().resolve("ipam/allocations"), pools, host);
    }
}
