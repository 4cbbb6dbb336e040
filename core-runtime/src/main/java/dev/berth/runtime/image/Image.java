package dev.berth.runtime.image;

import dev.berth.runtime.spec.ContainerConfig;
import java.time.Instant;
import java.util.List;

/**
 * An image of this host.
 *
 * @param id {@code sha256:} and the digest of its configuration
 * @param config what containers of it start with
 * @param layers the diff ids of its layers, {@code sha256:...}, lowest first
 * @param created when it was made; the epoch if it does not say
 * @param references its names in full, sorted: tags, and digests that registries know it by
 * @param document its whole configuration
 */
public record Image(
        String id,
        ContainerConfig config,
        List<String> layers,
        Instant created,
        List<ImageReference> references,
        ImageConfig document) {
    public Image {
        layers = List.copyOf(layers);
        references = List.copyOf(references);
    }

    /** The names with a tag. */
    public List<ImageReference> tags() {
        return references.stream()
                .filter(reference -> reference.digest().isEmpty())
                .toList();
    }

    /** The names with a digest: what {@code RepoDigests} shows. */
    public List<ImageReference> digests() {
        return references.stream()
                .filter(reference -> reference.digest().isPresent())
                .toList();
    }

    /** The first twelve digits, as {@code docker images} shows. */
    public String shortId() {
        return shortId(id);
    }

    static String shortId(String id) {
        String digits = id.substring(id.indexOf(':') + 1);
        return digits.substring(0, Math.min(12, digits.length()));
    }
}
