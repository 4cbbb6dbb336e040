package dev.berth.runtime.serve;

import dev.berth.plugin.DriverHome;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.server.IpamPlugin;
import dev.berth.plugin.server.NamePlugin;
import dev.berth.plugin.server.NetworkPlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import dev.berth.plugin.server.PluginType;
import dev.berth.plugin.server.VolumePlugin;
import jakarta.inject.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A plugin of Berth's own drivers, on one socket. */
public final class ServedPlugin {
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

    private ServedPlugin() {}

    /**
     * Serves the types from now on. What an earlier process kept in the state directories is taken over; connections,
     * links and mounts that it made are still there.
     *
     * @param state each type's directory, absolute; made if need be
     * @param pools where default subnets are cut from; none for Docker's
     */
    public static PluginServer serve(
            Set<ServedType> types, Path socket, Function<ServedType, Path> state, List<DefaultAddressPool> pools) {
        PluginType[] served = EnumSet.copyOf(types).stream()
                .map(type -> type(type, state.apply(type), pools))
                .toArray(PluginType[]::new);
        return PluginServer.serve(socket, PluginRouter.of(served));
    }

    private static PluginType type(ServedType type, Path state, List<DefaultAddressPool> pools) {
        try {
            Files.createDirectories(state);
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + state, failure);
        }
        ServeComponent drivers = DaggerServeComponent.factory()
                .create(new DriverHome(state, state.resolve("run")), pools, Forwarding.ENABLE);
        return switch (type) {
            case BRIDGE -> Ledgers.networks(NetworkPlugin.of(only(drivers.networks()), OWN_NAMESPACE), state);
            case IPAM -> IpamPlugin.of(only(drivers.ipams()));
            case VOLUME -> VolumePlugin.of(only(drivers.volumes()));
            case NAMES -> Ledgers.names(NamePlugin.of(drivers.names().get()), state);
        };
    }

    private static <T> T only(Map<String, Provider<T>> drivers) {
        return drivers.values().iterator().next().get();
    }
}
