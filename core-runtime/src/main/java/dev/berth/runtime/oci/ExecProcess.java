package dev.berth.runtime.oci;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that decides the {@code process} object of {@code docker exec}.
 *
 * @param config the container's
 * @param linkEnvironment what the container's legacy links give it, {@code NAME=value}
 * @param rootfs where its root file system is mounted now
 * @param hostname of the container, for its environment
 * @param args program and arguments, not empty
 * @param env {@code NAME=value}, wins over the container's
 * @param user as {@code docker exec -u}; empty for the container's own
 * @param workingDir empty for the container's own
 */
public record ExecProcess(
        ContainerConfig config,
        HostConfig hostConfig,
        List<String> linkEnvironment,
        Path rootfs,
        String hostname,
        List<String> args,
        List<String> env,
        String user,
        String workingDir,
        boolean tty,
        boolean privileged) {
    public ExecProcess {
        linkEnvironment = List.copyOf(linkEnvironment);
        args = List.copyOf(args);
        env = List.copyOf(env);
    }
}
