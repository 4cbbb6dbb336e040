package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the images of an OCI layout: every entry of its index. Where that is a list of its own, as buildx and
 * {@code skopeo copy --all} write, it is the image of it that fits this machine best, of those that are there.
 *
 * @param document a member of the layout as JSON, by its name, if it is there
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
record OciLayout(Function<String, Optional<JsonNode>> document) {
    static final String INDEX = "index.json";

    /** Lists in lists, {@link #INDEX} not counted. */
    private static final int MOST_LISTS = 4;

    /**
     * An image.
     *
     * @param names texts of its names
     * @param config the member with its configuration
     * @param layers the members with its layers, lowest first
     */
    record Entry(List<String> names, String config, List<String> layers) {}

    /** @throws EngineException.InvalidParameter something is missing, or nothing is for this machine */
    List<Entry> images() {
        List<Entry> images = new ArrayList<>();
        for (JsonNode descriptor : require(INDEX).path("manifests")) {
            if (!isAttestation(descriptor)) {
                images.add(entry(descriptor));
            }
        }
        return images;
    }

    private Entry entry(JsonNode descriptor) {
        JsonNode manifest = require(member(descriptor));
        for (int lists = 0; manifest.has("manifests"); lists++) {
            if (lists == MOST_LISTS) {
                throw new EngineException.InvalidParameter(
                        "invalid archive: lists in " + member(descriptor) + " are more than " + MOST_LISTS + " deep");
            }
            manifest = require(member(choose(manifest)));
        }
        List<String> layers = new ArrayList<>();
        manifest.path("layers").forEach(layer -> layers.add(member(layer)));
        return new Entry(names(descriptor.path("annotations")), member(manifest.path("config")), layers);
    }

    /** Of those that are there: an archive need not have what its lists name. */
    private JsonNode choose(JsonNode list) {
        Platform host = Platform.host();
        Optional<JsonNode> best = Optional.empty();
        int most = 0;
        for (JsonNode descriptor : list.path("manifests")) {
            int fit = Platform.of(descriptor.path("platform")).map(host::runs).orElse(1);
            if (fit > most
                    && !isAttestation(descriptor)
                    && document.apply(member(descriptor)).isPresent()) {
                most = fit;
                best = Optional.of(descriptor);
            }
        }
        return best.orElseThrow(() ->
                new EngineException.InvalidParameter("invalid archive: it has no image for " + host + " in a list"));
    }

    /** What describes another image and is none. */
    private static boolean isAttestation(JsonNode descriptor) {
        return descriptor.path("annotations").has("vnd.docker.reference.digest");
    }

    /** Docker's and containerd's annotation; else OCI's, where it is more than a tag, as podman writes it. */
    private static List<String> names(JsonNode annotations) {
        String name = annotations.path("io.containerd.image.name").asText("");
        String other = annotations.path("org.opencontainers.image.ref.name").asText("");
        return !name.isEmpty() ? List.of(name) : isTagged(other) ? List.of(other) : List.of();
    }

    private static boolean isTagged(String text) {
        try {
            return text.contains(":") && ImageReference.parse(text).digest().isEmpty();
        } catch (EngineException.InvalidParameter freeText) {
            return false;
        }
    }

    private static String member(JsonNode descriptor) {
        return "blobs/" + descriptor.path("digest").asText().replace(':', '/');
    }

    private JsonNode require(String member) {
        return document.apply(member)
                .orElseThrow(() -> new EngineException.InvalidParameter("invalid archive: it has no " + member));
    }
}
