package dev.berth.runtime.network;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.runtime.plugin.DriverPlugins;
import dev.berth.runtime.plugin.OwnDrivers;
import dev.berth.runtime.plugin.PluginNames;
import dev.berth.runtime.state.Store;
import jakarta.inject.Provider;
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
            Map<String, Provider<NetworkDriver>> networkDrivers,
            Map<String, Provider<IpamDriver>> ipamDrivers,
            Plugins plugins,
            DriverPlugins choice,
            NamePlugins names) {
        return NetworkAssembly.assemble(
                store,
                defaults,
                new NetworkDrivers(
                        OwnDrivers.of(DriverPlugins.BRIDGE, networkDrivers, choice),
                        OwnDrivers.of(DriverPlugins.IPAM, ipamDrivers, choice),
                        Optional.of(plugins),
                        choice),
                names,
                new LinuxSandboxKernel());
    }

    /** The three parts of the name plugin. */
    @Provides
    static NamePlugins names(
            Provider<NameService> own,
            Plugins plugins,
            DriverPlugins choice,
            HostFiles files,
            LinkEnvironment environment) {
        NameService service = choice.of(DriverPlugins.NAMES)
                .<NameService>map(plugin -> new PluginNames(plugins, plugin))
                .orElseGet(own::get);
        return new NamePlugins(service, files, environment);
    }
}
