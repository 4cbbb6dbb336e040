package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A manifest as a registry gave it: of one image, or a list of manifests by platform.
 *
 * @param mediaType what it is
 * @param digest of {@code bytes}
 * @param bytes as they came
 * @param json the same, read
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI manifest</a>
 */
public record Manifest(String mediaType, String digest, byte[] bytes, JsonNode json) {
    /** Docker's image manifest. */
    public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /** What we understand, for {@code Accept}; a registry then converts nothing. */
    static final String ACCEPTED = String.join(", ", DOCKER, DOCKER_LIST, OCI, OCI_INDEX);

    private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1";

    /** A manifest of a list. */
    public record Entry(Descriptor descriptor, Optional<Platform> platform) {}

    /**
     * Reads one.
     *
     * @param type the answer's content type; the document's own word goes before
     * @throws RegistryException it is none, or of the first schema
     */
    public static Manifest parse(String type, byte[] bytes, String name) throws IOException {
        JsonNode json = tree(bytes);
        if (json.path("schemaVersion").asInt(0) == 1 || type.startsWith(SCHEMA_1)) {
            throw RegistryException.refused(
                    "SCHEMA_1",
                    "Docker Image Format v1 and Docker Image manifest version 2, schema 1 are not supported:"
                            + " ask the author of " + name + " to upgrade the image to the OCI Format or Docker Image"
                            + " manifest v2, schema 2. More information at"
                            + " https://docs.docker.com/go/deprecated-image-specs/");
        }
        String own = json.path("mediaType").asText("");
        String media = !own.isEmpty() ? own : known(type) ? type : json.has("manifests") ? OCI_INDEX : OCI;
        if (!json.isObject() || !known(media) || json.has("layers") && json.has("manifests")) {
            throw RegistryException.refused(0, "", "unsupported manifest media type \"" + media + "\" of " + name);
        }
        return new Manifest(media, Digests.sha256(bytes), bytes, json);
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try {
            return Json.tree(new String(bytes, StandardCharsets.UTF_8));
        } catch (EngineException unreadable) {
            throw RegistryException.refused(0, "", "manifest verification failed: " + unreadable.getMessage());
        }
    }

    private static boolean known(String type) {
        return type.equals(DOCKER) || type.equals(DOCKER_LIST) || type.equals(OCI) || type.equals(OCI_INDEX);
    }

    /** Whether it lists manifests. */
    public boolean isList() {
        return mediaType.equals(DOCKER_LIST) || mediaType.equals(OCI_INDEX);
    }

    /** What it is, in short. */
    public Descriptor descriptor() {
        return new Descriptor(mediaType, digest, bytes.length);
    }

    /** The manifests of a list, without those that describe others. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : json.path("manifests")) {
            Optional<Platform> platform = Platform.of(entry.path("platform"));
            boolean attestation = entry.path("annotations").has("vnd.docker.reference.digest");
            if (!attestation) {
                entries.add(new Entry(Descriptor.of(entry), platform));
            }
        }
        return entries;
    }

    /**
     * The manifest of a list that fits best.
     *
     * @throws RegistryException none does, in Docker's words
     */
    public Descriptor choose(Platform wanted) throws IOException {
        Optional<Descriptor> best = Optional.empty();
        int most = 0;
        for (Entry entry : entries()) {
            int fit = entry.platform().map(wanted::runs).orElse(1);
            if (fit > most) {
                most = fit;
                best = Optional.of(entry.descriptor());
            }
        }
        return best.orElseThrow(() -> RegistryException.refused(
                404, "NO_PLATFORM", "no matching manifest for " + wanted + " in the manifest list entries"));
    }

    /** The configuration of an image's manifest. */
    public Descriptor config() throws IOException {
        return Descriptor.of(json.path("config"));
    }

    /** The layers of an image's manifest, lowest first. */
    public List<Descriptor> layers() throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : json.path("layers")) {
            layers.add(Descriptor.of(layer));
        }
        return layers;
    }
}
