package dev.berth.runtime.volume;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * What a new container asks for.
 *
 * @param containerId full id, 64 hexadecimal digits
 * @param config with the image's {@code VOLUME}s merged into {@code volumes}
 * @param image what copy-up takes contents from
 * @param containerIds finds the full id of a container by id, prefix or name for {@code --volumes-from}; throws
 *     {@link dev.berth.plugin.EngineException.NotFound}
 * @param readOnlyBelow whether what is mounted below a read-only bind mount is read-only too; asked only where there is
 *     such a mount
 */
public record MountRequest(
        String containerId,
        ContainerConfig config,
        HostConfig hostConfig,
        ImageFiles image,
        UnaryOperator<String> containerIds,
        BooleanSupplier readOnlyBelow) {}
