package dev.berth.runtime.app.settings;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What containers get that do not say themselves.
 *
 * @param runtime name of the OCI runtime; empty for the best that works on this host
 * @param runtimes paths of further OCI runtimes by name
 * @param logDriver {@code json-file}, {@code local} or {@code none}
 * @param shmSize bytes of /dev/shm
 * @param initPath init program of {@code --init}; empty for the one found on PATH
 * @param cgroupParent cgroup above all containers; empty for {@code berth}
 * @param cgroupnsMode {@code host}, {@code private} or empty: private on cgroup v2, host on v1
 * @param ipcMode {@code private} or {@code shareable}
 * @param seccompProfile file, {@code unconfined}, or empty for the built-in one
 */
public record ContainerDefaults(
        Optional<String> runtime,
        Map<String, String> runtimes,
        String logDriver,
        Map<String, String> logOptions,
        List<HostConfig.Ulimit> ulimits,
        long shmSize,
        boolean init,
        Optional<String> initPath,
        Optional<String> cgroupParent,
        Optional<String> cgroupnsMode,
        String ipcMode,
        boolean noNewPrivileges,
        Optional<String> seccompProfile) {
    private static final Set<String> LOG_DRIVERS = Set.of("json-file", "local", "none");

    public ContainerDefaults {
        runtimes = Map.copyOf(runtimes);
        logOptions = Map.copyOf(logOptions);
        if (!LOG_DRIVERS.contains(logDriver)) {
            throw new EngineException.InvalidParameter(
                    "failed to set log opts: logger: no log driver named '" + logDriver + "' is registered");
        }
        if (!ipcMode.equals("private") && !ipcMode.equals("shareable")) {
            throw new EngineException.InvalidParameter(
                    "IPC mode \"" + ipcMode + "\" is not supported as default value");
        }
        if (cgroupnsMode.isPresent() && !Set.of("host", "private").contains(cgroupnsMode.get())) {
            throw new EngineException.InvalidParameter(
                    "invalid default cgroup namespace mode (" + cgroupnsMode.get() + "), use \"host\" or \"private\"");
        }
        if (runtimes.containsKey("runc") || runtimes.containsKey("crun")) {
            throw new EngineException.InvalidParameter("runtime name 'runc' and 'crun' are reserved");
        }
        String chosen = runtime.orElse("");
        if (!chosen.isEmpty() && !Set.of("runc", "crun").contains(chosen) && !runtimes.containsKey(chosen)) {
            throw new EngineException.InvalidParameter("specified default runtime '" + chosen + "' does not exist");
        }
    }

    static ContainerDefaults of(SettingValues values) {
        return new ContainerDefaults(
                values.optional("default-runtime"),
                values.map("runtimes"),
                values.text("log-driver"),
                values.map("log-opts"),
                values.each("default-ulimits", UlimitText::parse),
                values.bytes("default-shm-size"),
                values.flag("init"),
                values.optional("init-path"),
                values.optional("cgroup-parent"),
                values.optional("default-cgroupns-mode"),
                values.text("default-ipc-mode"),
                values.flag("no-new-privileges"),
                values.optional("seccomp-profile"));
    }
}
