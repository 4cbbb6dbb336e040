package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Endpoints;
import dev.berth.runtime.registry.http.Manifest;
import dev.berth.runtime.registry.http.Registry;
import dev.berth.runtime.registry.http.Transport;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Manifests where they are, without pulling. */
public final class RemoteManifests {
    private final Remote remote;
    private final Endpoints endpoints;

    RemoteManifests(Remote remote, Endpoints endpoints) {
        this.remote = remote;
        this.endpoints = endpoints;
    }

    /** @param insecure hosts that may do without TLS */
    public static RemoteManifests of(Transport transport, List<String> insecure) {
        return new RemoteManifests(new Remote(transport), new Endpoints(List.of(), insecure));
    }

    /**
     * The manifest that a name means, as the registry has it.
     *
     * @throws EngineException.NotFound {@code no such manifest: X}
     */
    public byte[] raw(String text, Credentials credentials) {
        ImageReference name = ImageReference.parse(text).canonical();
        try {
            return ask(
                    name,
                    credentials,
                    registry -> registry.manifest(reference(name)).bytes());
        } catch (EngineException.NotFound missing) {
            throw new EngineException.NotFound("no such manifest: " + name);
        }
    }

    /** Docker's {@code DistributionInspect}: digest and platforms of what a name means. */
    ObjectNode inspect(ImageReference name, Credentials credentials) {
        return ask(name, credentials, registry -> {
            Manifest manifest = registry.manifest(reference(name));
            ObjectNode json = Json.mapper().createObjectNode();
            json.putObject("Descriptor")
                    .put("mediaType", manifest.mediaType())
                    .put("digest", manifest.digest())
                    .put("size", manifest.bytes().length);
            ArrayNode platforms = json.putArray("Platforms");
            for (Platform platform : platforms(manifest, registry)) {
                ObjectNode entry = platforms.addObject();
                entry.put("architecture", platform.architecture()).put("os", platform.os());
                if (!platform.variant().isEmpty()) {
                    entry.put("variant", platform.variant());
                }
            }
            return json;
        });
    }

    private <T> T ask(ImageReference name, Credentials credentials, Remote.Task<T> task) {
        try {
            return remote.first(endpoints.toPull(name.domain()), name.path(), credentials, task);
        } catch (IOException failure) {
            throw Refusals.ofInspect(failure, name);
        }
    }

    private static List<Platform> platforms(Manifest manifest, Registry registry) throws IOException {
        if (!manifest.isList()) {
            String text = new String(registry.document(manifest.config()), StandardCharsets.UTF_8);
            return Platform.of(Json.tree(text)).stream().toList();
        }
        List<Platform> platforms = new ArrayList<>();
        for (Manifest.Entry entry : manifest.entries()) {
            entry.platform().ifPresent(platforms::add);
        }
        return platforms;
    }

    private static String reference(ImageReference name) {
        return name.digest().or(name::tag).orElse("latest");
    }
}
