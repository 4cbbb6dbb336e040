package dev.berth.runtime.network;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the network needs to know of a container.
 *
 * @param id 64 hexadecimal digits
 * @param name without slash
 * @param endpoints what the user asks on which network (by name or id), in the user's order; may be empty, then
 *     {@code hostConfig.networkMode} alone says where it goes
 * @param directory the container's own, exists at start; hostname, hosts and resolv.conf are written there
 */
public record ContainerNetworkRequest(
        String id,
        String name,
        ContainerConfig config,
        HostConfig hostConfig,
        Map<String, EndpointSettings> endpoints,
        Path directory) {
    public ContainerNetworkRequest {
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    }

    /** The first twelve digits of the id. */
    public String shortId() {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }

    /** The host name inside: the user's, or the short id. */
    public String hostname() {
        return config.hostname().isEmpty() ? shortId() : config.hostname();
    }

    /** The same container under another name. */
    public ContainerNetworkRequest named(String newName) {
        return new ContainerNetworkRequest(id, newName, config, hostConfig, endpoints, directory);
    }
}
