package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;

/**
 * Images on their way in and out: layers that come one by one and become an image in one step, and layers packed for
 * others. Everything may be called from any thread.
 */
public final class ImageIntake {
    private final EnginePaths paths;
    private final ImageIndex index;
    private final LayerStore layers;
    private final LayerBlobs blobs;
    private final LayerCollector collector;
    private final LayerClaims claims;
    private final ImageEvents events;
    private final Lock lock;

    ImageIntake(
            EnginePaths paths,
            ImageIndex index,
            LayerStore layers,
            LayerCollector collector,
            LayerClaims claims,
            ImageEvents events,
            Lock lock) {
        this.paths = paths;
        this.index = index;
        this.layers = layers;
        this.blobs = layers.blobs();
        this.collector = collector;
        this.claims = claims;
        this.events = events;
        this.lock = lock;
    }

    /**
     * An image being put together. Layers that it needs stay while this is open; closing it takes away whatever of it
     * has not become part of an image.
     */
    public final class Draft implements AutoCloseable {
        private final ImageConfig config;
        private final LayerClaims.Claim claim;
        private final List<StagedLayer> staged = new ArrayList<>();

        private Draft(ImageConfig config) {
            this.config = config;
            this.claim = claims.claim(config.diffIds(), this::released);
        }

        /** Whether the whole image is here already. */
        public boolean isKnown() {
            return index.byId(config.id()).isPresent();
        }

        /** Whether the layer is here already. */
        public boolean has(String diffId) {
            return layers.has(diffId);
        }

        /**
         * Unpacks a layer; may run beside others.
         *
         * @param blob its archive, perhaps compressed
         * @param digest of that file, if it is to be kept to be pushed as it is; else empty
         * @param read told how many of its bytes are done
         * @throws EngineException.InvalidParameter it is no archive, or another one, or would not fit
         */
        public void add(String diffId, Path blob, String digest, LongConsumer read) {
            hold(layers.stage(new LayerSource(blob, digest, read), diffId));
        }

        /** Unpacks a layer of an archive; may run beside others. */
        void add(String diffId, LayerSource source) {
            hold(layers.stage(source, diffId));
        }

        private void hold(StagedLayer layer) {
            synchronized (staged) {
                staged.add(layer);
            }
        }

        /**
         * Records the image with its layers and names; afterwards all of it is there, before nothing is.
         *
         * @param action the event's name
         * @throws EngineException.Conflict a layer is missing
         */
        public Image finish(List<ImageReference> names, String action, String eventName) {
            lock.lock();
            try {
                synchronized (staged) {
                    layers.commit(staged);
                }
                for (String diffId : config.diffIds()) {
                    if (!layers.has(diffId)) {
                        throw new EngineException.Conflict("layer " + diffId + " is missing");
                    }
                }
                String id = index.add(config, "");
                names.forEach(name -> index.tag(name, id));
                events.imageEvent(
                        action,
                        eventName.isEmpty() ? id : eventName,
                        Map.of("name", eventName.isEmpty() ? id : eventName));
                return index.require(id);
            } finally {
                lock.unlock();
            }
        }

        private void released(List<String> diffIds) {
            lock.lock();
            try {
                collector.collect(diffIds);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            synchronized (staged) {
                staged.forEach(StagedLayer::close);
            }
            claim.close();
        }
    }

    /** Begins an image. */
    public Draft begin(ImageConfig config) {
        return new Draft(config);
    }

    /** Where downloads are kept until their image is whole; what is begun there is gone on with after a crash. */
    public Path downloads() {
        return paths.downloads();
    }

    /** What registries call the layer. */
    public List<LayerBlob> blobs(String diffId) {
        return blobs.of(diffId);
    }

    /** Remembers that a repository has the layer under this digest. */
    public void remember(String diffId, String digest, long size, String repository) {
        blobs.remember(diffId, digest, size, repository);
    }

    /**
     * The layer compressed: the very file that it came as, if that is kept, else packed anew.
     *
     * @param progress told how many plain bytes are done
     */
    public PackedLayer pack(String diffId, LongConsumer progress) throws IOException {
        return layers.archives().pack(diffId, progress);
    }

    /** Bytes of the layer's files. */
    public long size(String diffId) {
        return layers.size(diffId);
    }

    /** The tags of a repository, {@code docker.io/library/busybox}. */
    public List<ImageReference> tagsOf(String repository) {
        return index.tagsOf(repository);
    }

    /** Gives the image a digest by which a registry knows it. */
    public void nameByDigest(ImageReference reference, String id) {
        lock.lock();
        try {
            index.tag(reference, id);
        } finally {
            lock.unlock();
        }
    }

    /** Tells of what was done with an image. */
    public void tell(String action, String name) {
        events.imageEvent(action, name, Map.of("name", name));
    }
}
