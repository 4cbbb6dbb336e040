package dev.berth.runtime.container;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code POST /containers/create} asks for.
 *
 * @param config as the user gave it, not yet merged with the image's
 * @param networks endpoint settings by network name or id, in the user's order
 * @param readOnlyBelow whether what is mounted below a read-only bind mount is read-only too, where host and runtime can
 */
public record CreateRequest(
        ContainerConfig config, HostConfig hostConfig, Map<String, EndpointSettings> networks, boolean readOnlyBelow) {
    public CreateRequest {
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    }
}
