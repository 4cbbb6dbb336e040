package dev.berth.runtime.app.settings;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.runtime.plugin.DriverPlugins;
import dev.berth.runtime.registry.RegistrySettings;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the daemon is told, validated.
 *
 * @param addresses where the API is served, Unix sockets and loopback TCP ports; at least one
 * @param group group that owns the sockets, ignored if the host has none of that name
 * @param dataRoot persistent state
 * @param execRoot run-time state, below /run
 * @param pidFile file that holds the daemon's pid
 * @param logLevel {@code debug}, {@code info}, {@code warn}, {@code error} or {@code fatal}
 * @param pools ranges that subnets are cut from; empty for Docker's defaults
 * @param driverPlugins plugins in place of drivers of the engine's own
 * @param labels {@code key=value} texts shown by {@code info}
 * @param liveRestore containers are left running when the daemon stops
 * @param shutdownTimeout seconds that containers get to stop when the daemon stops; -1 for no limit
 */
public record DaemonSettings(
        List<SocketAddress> addresses,
        String group,
        Path dataRoot,
        Path execRoot,
        Path pidFile,
        String logLevel,
        BridgeSettings bridge,
        NameSettings names,
        List<DefaultAddressPool> pools,
        ContainerDefaults containers,
        DriverPlugins driverPlugins,
        RegistrySettings registries,
        List<String> labels,
        boolean liveRestore,
        int shutdownTimeout) {
    /** Socket served and connected to when none is named. */
    public static final String DEFAULT_HOST = "unix:///run/berth/docker.sock";

    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error", "fatal");

    public DaemonSettings {
        addresses = List.copyOf(addresses);
        labels = List.copyOf(labels);
        pools = List.copyOf(pools);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address to serve");
        }
        if (!LEVELS.contains(logLevel)) {
            throw new EngineException.InvalidParameter("unable to parse logging level: " + logLevel);
        }
        for (String label : labels) {
            if (label.indexOf('=') < 1) {
                throw new EngineException.InvalidParameter("bad attribute format: " + label);
            }
        }
    }

    /**
     * Reads values as flags have them.
     *
     * @param values texts by {@link Directive#name()}; what is missing takes its default
     * @throws EngineException.InvalidParameter with dockerd's words if a value does not fit
     */
    public static DaemonSettings of(Map<String, List<String>> values) {
        SettingValues read = new SettingValues(values);
        List<String> hosts = read.list("hosts");
        return new DaemonSettings(
                (hosts.isEmpty() ? List.of(DEFAULT_HOST) : hosts)
                        .stream().map(ServedAddress::parse).toList(),
                read.text("group"),
                absolute(read.text("data-root")),
                absolute(read.text("exec-root")),
                absolute(read.text("pidfile")),
                read.flag("debug") ? "debug" : read.text("log-level"),
                BridgeSettings.of(read),
                NameSettings.of(read),
                read.each("default-address-pools", SettingValues::pool),
                ContainerDefaults.of(read),
                new DriverPlugins(read.map("driver-plugins")),
                registries(read),
                read.list("labels"),
                read.flag("live-restore"),
                read.number("shutdown-timeout"));
    }

    private static RegistrySettings registries(SettingValues read) {
        return new RegistrySettings(
                read.each("registry-mirrors", DaemonSettings::mirror),
                read.list("insecure-registries"),
                read.positive("max-concurrent-downloads"),
                read.positive("max-concurrent-uploads"),
                read.positive("max-download-attempts"));
    }

    private static String mirror(String text) {
        if (!text.matches("https?://[^/?#@]+/?")) {
            throw new EngineException.InvalidParameter("invalid mirror: \"" + text
                    + "\" is not http:// or https:// and a host, without path, query, fragment or user");
        }
        return text.endsWith("/") ? text : text + "/";
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
