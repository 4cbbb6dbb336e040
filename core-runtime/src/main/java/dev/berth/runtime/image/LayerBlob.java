package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * A compressed form of a layer that a registry has or had.
 *
 * @param digest of the compressed bytes
 * @param size of them
 * @param repositories where it was seen, {@code example.com/team/app}, the latest first
 */
public record LayerBlob(
        @JsonProperty("digest") String digest,
        @JsonProperty("size") long size,
        @JsonProperty("repositories") List<String> repositories) {
    private static final int MOST_REPOSITORIES = 16;

    public LayerBlob {
        repositories = List.copyOf(repositories);
    }

    LayerBlob seenIn(String repository) {
        List<String> all = new ArrayList<>(List.of(repository));
        repositories.stream()
                .filter(known -> !known.equals(repository))
                .limit(MOST_REPOSITORIES - 1)
                .forEach(all::add);
        return new LayerBlob(digest, size, all);
    }
}
