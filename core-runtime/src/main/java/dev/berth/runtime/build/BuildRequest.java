package dev.berth.runtime.build;

import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.spec.HostConfig;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code POST /build} asks for.
 *
 * @param dockerfile path in the context
 * @param tags names of the image, if it gets any
 * @param noCache true: every step is done again
 * @param pull true: registries are asked for images that are here too
 * @param remove containers of steps that worked are removed
 * @param forceRemove those of steps that failed too
 * @param arguments {@code --build-arg}, by name; without value if the client has none
 * @param labels of the image
 * @param target name or number of the last stage to build; empty for the last there is
 * @param platform {@code os/architecture}, empty for this host's
 * @param cacheFrom images whose steps may be used again, besides which none are; none for no such limit
 * @param host how the steps' containers are tied to this host: limits, network, extra hosts
 * @param secrets for {@code RUN --mount=type=secret}, by id
 * @param credentials by the registry's name, {@code docker.io}
 */
public record BuildRequest(
        String dockerfile,
        List<ImageReference> tags,
        boolean noCache,
        boolean pull,
        boolean remove,
        boolean forceRemove,
        Map<String, Optional<String>> arguments,
        Map<String, String> labels,
        String target,
        String platform,
        List<String> cacheFrom,
        HostConfig host,
        Map<String, byte[]> secrets,
        Map<String, Credentials> credentials) {
    public BuildRequest {
        tags = List.copyOf(tags);
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        cacheFrom = List.copyOf(cacheFrom);
        credentials = Map.copyOf(credentials);
        secrets = Collections.unmodifiableMap(new HashMap<>(secrets));
    }
}
