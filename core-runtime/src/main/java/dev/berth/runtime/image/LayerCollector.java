package dev.berth.runtime.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deletes layers that nothing stands on any more. */
final class LayerCollector {
    private final ImageIndex index;
    private final LayerStore layers;
    private final RootfsStore rootfs;
    private final LayerClaims claims;

    LayerCollector(ImageIndex index, LayerStore layers, RootfsStore rootfs, LayerClaims claims) {
        this.index = index;
        this.layers = layers;
        this.rootfs = rootfs;
        this.claims = claims;
    }

    /**
     * Deletes those of a stack that neither an image nor a container needs.
     *
     * @param stack diff ids, lowest first
     * @return the chain ids of what went, uppermost first
     */
    List<String> collect(List<String> stack) {
        Set<String> needed = needed();
        List<String> chains = chainIds(stack);
        List<String> gone = new ArrayList<>();
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (!needed.contains(stack.get(i)) && layers.has(stack.get(i))) {
                layers.delete(stack.get(i));
                gone.add(chains.get(i));
            }
        }
        return gone;
    }

    Set<String> needed() {
        Set<String> needed = index.layers();
        needed.addAll(rootfs.layersInUse());
        needed.addAll(claims.layers());
        return needed;
    }

    /** OCI's name of a layer together with all those below it. */
    private static List<String> chainIds(List<String> stack) {
        List<String> chains = new ArrayList<>();
        for (String diffId : stack) {
            chains.add(
                    chains.isEmpty()
                            ? diffId
                            : Digests.sha256((chains.get(chains.size() - 1) + " " + diffId)
                                    .getBytes(StandardCharsets.US_ASCII)));
        }
        return chains;
    }
}
