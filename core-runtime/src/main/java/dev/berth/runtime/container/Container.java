package dev.berth.runtime.container;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container as it is at one moment; it is also what the state database keeps.
 *
 * @param id 64 hexadecimal digits
 * @param name without slash
 * @param config merged with the image's
 * @param hostConfig with defaults filled in
 * @param networks what the user asked of each network, by name or id, in the user's order
 * @param imageId {@code sha256:...}
 * @param path the program, Docker's {@code Path}
 * @param args its arguments, Docker's {@code Args}
 */
public record Container(
        String id,
        String name,
        Instant created,
        ContainerConfig config,
        HostConfig hostConfig,
        Map<String, EndpointSettings> networks,
        String imageId,
        String path,
        List<String> args,
        ContainerState state) {
    public Container {
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        args = List.copyOf(args);
    }

    /** The first twelve digits of the id. */
    public String shortId() {
        return id.substring(0, 12);
    }

    Container with(ContainerState next) {
        return new Container(id, name, created, config, hostConfig, networks, imageId, path, args, next);
    }

    Container named(String newName) {
        return new Container(id, newName, created, config, hostConfig, networks, imageId, path, args, state);
    }

    Container with(HostConfig next) {
        return new Container(id, name, created, config, next, networks, imageId, path, args, state);
    }
}
