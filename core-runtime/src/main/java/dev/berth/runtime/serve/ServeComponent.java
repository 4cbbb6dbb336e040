package dev.berth.runtime.serve;

import dagger.BindsInstance;
import dagger.Component;
import dev.berth.bridge.BridgeNetModule;
import dev.berth.dns.LinkDnsModule;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.volume.VolumeDriverModule;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The drivers; only the one that is asked for is made. */
@Singleton
@Component(modules = {BridgeNetModule.class, LinkDnsModule.class, VolumeDriverModule.class})
interface ServeComponent {
    Map<String, Provider<NetworkDriver>> networks();

    Map<String, Provider<IpamDriver>> ipams();

    Map<String, Provider<VolumeDriver>> volumes();

    Provider<NameService> names();

    @Component.Factory
    interface Factory {
        ServeComponent create(
                @BindsInstance DriverHome home,
                @BindsInstance List<DefaultAddressPool> pools,
                @BindsInstance Forwarding forwarding);
    }
}
