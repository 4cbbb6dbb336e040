package dev.berth.runtime.container;

import dev.berth.runtime.spec.HostConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What containers get that do not say themselves.
 *
 * @param shmSize bytes of /dev/shm
 * @param ipcMode {@code private} or {@code shareable}
 * @param cgroupnsMode {@code host}, {@code private} or empty: private on cgroup v2, host on v1
 * @param cgroupParent cgroup above all containers
 * @param init whether an init program comes first
 * @param ulimits for those that name none of the same name
 * @param log for those that name no driver
 * @param securityOptions added where the container says nothing of the kind: {@code no-new-privileges}, {@code seccomp=...}
 */
public record ContainerSettings(
        long shmSize,
        String ipcMode,
        Optional<String> cgroupnsMode,
        Optional<String> cgroupParent,
        boolean init,
        List<HostConfig.Ulimit> ulimits,
        HostConfig.LogConfig log,
        Map<String, String> securityOptions) {
    /** Docker's own. */
    public static final ContainerSettings DEFAULT = new ContainerSettings(
            64L << 20,
            "private",
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            HostConfig.LogConfig.DEFAULT,
            Map.of());

    public ContainerSettings {
        ulimits = List.copyOf(ulimits);
        securityOptions = Map.copyOf(securityOptions);
        if (shmSize <= 0) {
            throw new IllegalArgumentException("shm size: " + shmSize);
        }
    }
}
