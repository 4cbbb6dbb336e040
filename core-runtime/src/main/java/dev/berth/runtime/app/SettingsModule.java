package dev.berth.runtime.app;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.network.Forwarding;
import dev.berth.runtime.app.settings.BridgeSettings;
import dev.berth.runtime.app.settings.ContainerDefaults;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.container.ContainerSettings;
import dev.berth.runtime.container.OciRuntimes;
import dev.berth.runtime.network.HostResolverWatch;
import dev.berth.runtime.network.NetworkDefaults;
import dev.berth.runtime.plugin.DriverPlugins;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.EnginePaths;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands every part of the engine its share of what the daemon was told. */
@Module
interface SettingsModule {
    @Provides
    static DriverHome driverHome(EnginePaths paths) {
        return new DriverHome(paths.dataRoot(), paths.execRoot());
    }

    @Provides
    static DriverPlugins driverPlugins(DaemonSettings settings) {
        return settings.driverPlugins();
    }

    @Provides
    static List<DefaultAddressPool> pools(DaemonSettings settings) {
        return settings.pools();
    }

    @Provides
    static Forwarding forwarding(DaemonSettings settings) {
        return settings.bridge().ipForward() ? Forwarding.ENABLE : Forwarding.LEAVE;
    }

    @Provides
    static NetworkDefaults networkDefaults(DaemonSettings settings, EnginePaths paths) {
        BridgeSettings bridge = settings.bridge();
        return new NetworkDefaults(
                paths.netns(),
                bridge.bip(),
                bridge.fixedCidr(),
                bridge.mtu(),
                bridge.icc(),
                bridge.ipMasq(),
                bridge.publishAddress(),
                settings.names().hostGateway(),
                new NetworkDefaults.BridgeFlags(
                        bridge.name(),
                        bridge.ipv6(),
                        bridge.fixedCidrV6(),
                        bridge.defaultGateway(),
                        bridge.defaultGatewayV6()),
                new NetworkDefaults.ResolverDefaults(
                        HostResolverWatch.FILE,
                        settings.names().dns(),
                        settings.names().dnsSearch(),
                        settings.names().dnsOptions(),
                        settings.names().onDefaultBridge(),
                        settings.names().ttlSeconds()));
    }

    @Provides
    @Singleton
    static OciRuntimes runtimes(DaemonSettings settings, EnginePaths paths) {
        return new OciRuntimes(
                settings.containers().runtimes(), settings.containers().runtime(), paths.runtimeRoot());
    }

    @Provides
    static ContainerSettings containerSettings(DaemonSettings settings) {
        ContainerDefaults defaults = settings.containers();
        return new ContainerSettings(
                defaults.shmSize(),
                defaults.ipcMode(),
                defaults.cgroupnsMode(),
                defaults.cgroupParent(),
                defaults.init(),
                defaults.ulimits(),
                new HostConfig.LogConfig(defaults.logDriver(), defaults.logOptions()),
                securityOptions(defaults));
    }

    private static Map<String, String> securityOptions(ContainerDefaults defaults) {
        Map<String, String> options = new HashMap<>();
        if (defaults.noNewPrivileges()) {
            options.put("no-new-privileges", "no-new-privileges");
        }
        defaults.seccompProfile()
                .filter(profile -> !profile.isEmpty())
                .ifPresent(profile -> options.put("seccomp", "seccomp=" + seccomp(profile)));
        return options;
    }

    /** The option carries the profile itself, as the docker command sends it. */
    private static String seccomp(String profile) {
        if (profile.equals("unconfined") || profile.equals("builtin")) {
            return profile;
        }
        try {
            return Files.readString(Path.of(profile));
        } catch (IOException failure) {
            throw new EngineException.InvalidParameter(
                    "opening seccomp profile (" + profile + ") failed: " + failure.getMessage(), failure);
        }
    }
}
