package dev.berth.runtime.image;

import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.util.ArrayList;
import java.util.List;

/** What registries call our layers, so that a push need not compress what is there already. In the state database. */
final class LayerBlobs {
    private static final String KIND = "blob";
    private static final int MOST = 4;

    private final Store store;

    LayerBlobs(Store store) {
        this.store = store;
    }

    /** The layer's compressed forms, the one seen last first. */
    List<LayerBlob> of(String diffId) {
        return store.get(KIND, diffId)
                .map(json -> List.of(Json.read(json, LayerBlob[].class)))
                .orElse(List.of());
    }

    /** Remembers that the repository has it. */
    void remember(String diffId, String digest, long size, String repository) {
        store.transaction(() -> {
            List<LayerBlob> blobs = new ArrayList<>();
            LayerBlob known = new LayerBlob(digest, size, List.of());
            for (LayerBlob blob : of(diffId)) {
                if (blob.digest().equals(digest)) {
                    known = blob;
                } else if (blobs.size() < MOST - 1) {
                    blobs.add(blob);
                }
            }
            blobs.add(0, known.seenIn(repository));
            store.put(KIND, diffId, Json.write(blobs));
            return true;
        });
    }

    void forget(String diffId) {
        store.delete(KIND, diffId);
    }
}
