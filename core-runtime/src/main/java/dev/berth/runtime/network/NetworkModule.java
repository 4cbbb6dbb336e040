package dev.berth.runtime.network;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.runtime.state.Store;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Puts the network service together from the drivers that the component has. */
@Module
public interface NetworkModule {
    /** The network service; needs {@link NetworkService#restore} before use. */
    @Provides
    @Singleton
    static NetworkService networks(
            Store store,
            NetworkDefaults defaults,
            Map<String, NetworkDriver> networkDrivers,
            Map<String, IpamDriver> ipamDrivers,
            Plugins plugins,
            NamePlugins names) {
        return NetworkAssembly.assemble(
                store,
                defaults,
                new NetworkDrivers(networkDrivers, ipamDrivers, Optional.of(plugins)),
                names,
                new LinuxSandboxKernel());
    }

    /** The three parts of the name plugin. */
    @Provides
    static NamePlugins names(NameService service, HostFiles files, LinkEnvironment environment) {
        return new NamePlugins(service, files, environment);
    }
}
