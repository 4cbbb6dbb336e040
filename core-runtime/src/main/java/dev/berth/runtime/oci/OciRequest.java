package dev.berth.runtime.oci;

import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.volume.ResolvedMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that decides a container's {@code config.json}.
 *
 * @param containerId full id
 * @param config merged with the image's
 * @param rootfs where its root file system is mounted now
 * @param mounts volumes, binds and tmpfs in the order to mount them
 * @param sandbox its network: namespace, host name, files, link environment
 * @param ipcPeer pid of the container that {@code IpcMode} {@code container:X} names
 * @param pidPeer pid of the container that {@code PidMode} {@code container:X} names
 * @param runtime program of the OCI runtime that will read it
 * @param sharedMemory directory of this host to be seen as {@code /dev/shm}; empty for one of the container's own
 */
public record OciRequest(
        String containerId,
        ContainerConfig config,
        HostConfig hostConfig,
        Path rootfs,
        List<ResolvedMount> mounts,
        SandboxInfo sandbox,
        OptionalInt ipcPeer,
        OptionalInt pidPeer,
        Path runtime,
        Optional<Path> sharedMemory) {
    public OciRequest {
        mounts = List.copyOf(mounts);
    }

    /** Whether the runtime takes a seccomp filter that is compiled; one that does not passes over it. */
    boolean takesSeccompProgram() {
        return runtime.getFileName().toString().startsWith("crun");
    }
}
