package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageIntake;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.LayerBlob;
import dev.berth.runtime.image.PackedLayer;
import dev.berth.runtime.registry.http.Descriptor;
import dev.berth.runtime.registry.http.Manifest;
import dev.berth.runtime.registry.http.Registry;
import dev.berth.runtime.state.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Images of this host on their way to a repository. Only what is not there travels. */
final class ImagePush {
    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private final ImageIntake intake;
    private final Parallel parallel;
    private final Registry registry;
    private final ImageReference repository;
    private final TransferProgress progress;
    private final Cancellation cancellation;
    /** What is in the repository by now, by diff id. */
    private final Map<String, Descriptor> there = new ConcurrentHashMap<>();

    ImagePush(
            ImageIntake intake,
            Parallel parallel,
            Registry registry,
            ImageReference repository,
            TransferProgress progress,
            Cancellation cancellation) {
        this.intake = intake;
        this.parallel = parallel;
        this.registry = registry;
        this.repository = repository;
        this.progress = progress;
        this.cancellation = cancellation.child();
    }

    /** Sends the image and gives it this tag there. */
    void run(Image image, String tag) throws IOException {
        List<Parallel.Work> work = new ArrayList<>();
        for (String diffId : image.layers().stream().distinct().toList()) {
            if (!there.containsKey(diffId)) {
                progress.step(shortId(diffId), "Preparing");
                work.add(() -> layer(diffId));
            }
        }
        parallel.run(work, cancellation);
        byte[] config = image.document().text().getBytes(StandardCharsets.UTF_8);
        document(image.id(), config);
        byte[] manifest = manifest(image, config.length);
        registry.put(tag, Manifest.DOCKER, manifest);
        String digest = Digests.sha256(manifest);
        intake.nameByDigest(repository.withDigest(digest), image.id());
        progress.message(tag + ": digest: " + digest + " size: " + manifest.length);
        progress.aux(Json.mapper()
                .createObjectNode()
                .put("Tag", tag)
                .put("Digest", digest)
                .put("Size", manifest.length));
    }

    private byte[] manifest(Image image, int configSize) {
        ObjectNode manifest = Json.mapper().createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", Manifest.DOCKER);
        manifest.set("config", json(new Descriptor(CONFIG, image.id(), configSize)));
        ArrayNode layers = manifest.putArray("layers");
        for (String diffId : image.layers()) {
            layers.add(json(Optional.ofNullable(there.get(diffId)).orElseThrow()));
        }
        return Json.write(manifest).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Descriptor descriptor) {
        return Json.mapper()
                .createObjectNode()
                .put("mediaType", descriptor.mediaType())
                .put("size", descriptor.size())
                .put("digest", descriptor.digest());
    }

    private void document(String digest, byte[] bytes) throws IOException {
        if (registry.find(digest).isEmpty()) {
            Optional<URI> place = registry.beginUpload(digest, "");
            if (place.isPresent()) {
                registry.upload(place.get(), digest, bytes.length, () -> new ByteArrayInputStream(bytes));
            }
        }
    }

    private void layer(String diffId) throws IOException {
        List<LayerBlob> known = intake.blobs(diffId);
        for (LayerBlob blob : known) {
            if (registry.find(blob.digest()).isPresent()) {
                done(diffId, blob.digest(), blob.size(), "Layer already exists");
                return;
            }
        }
        for (LayerBlob blob : known) {
            if (mounted(diffId, blob)) {
                return;
            }
        }
        try (PackedLayer packed = intake.pack(
                diffId, bytes -> progress.moving(shortId(diffId), "Preparing", bytes, intake.size(diffId)))) {
            cancellation.check();
            if (registry.find(packed.digest()).isPresent()) {
                done(diffId, packed.digest(), packed.size(), "Layer already exists");
            } else {
                send(diffId, packed);
            }
        }
    }

    /** Has the registry take the layer over from a repository of its own that we have seen it in. */
    private boolean mounted(String diffId, LayerBlob blob) throws IOException {
        for (String from : blob.repositories()) {
            String prefix = repository.domain() + "/";
            if (from.startsWith(prefix) && !from.equals(repository.name())) {
                String path = from.substring(prefix.length());
                // an upload that was begun instead is left to the registry, which forgets it
                if (registry.beginUpload(blob.digest(), path).isEmpty()) {
                    done(diffId, blob.digest(), blob.size(), "Mounted from " + path);
                    return true;
                }
            }
        }
        return false;
    }

    private void send(String diffId, PackedLayer packed) throws IOException {
        Optional<URI> place = registry.beginUpload(packed.digest(), "");
        if (place.isPresent()) {
            registry.upload(place.get(), packed.digest(), packed.size(), () -> open(diffId, packed));
        }
        done(diffId, packed.digest(), packed.size(), "Pushed");
    }

    private InputStream open(String diffId, PackedLayer packed) {
        try {
            return new ObservedInput(
                    Files.newInputStream(packed.file()),
                    cancellation,
                    bytes -> progress.moving(shortId(diffId), "Pushing", bytes, packed.size()));
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + packed.file(), failure);
        }
    }

    private void done(String diffId, String digest, long size, String status) {
        there.put(diffId, new Descriptor(LAYER, digest, size));
        intake.remember(diffId, digest, size, repository.name());
        progress.step(shortId(diffId), status);
    }

    private static String shortId(String diffId) {
        return Digests.hex(diffId).substring(0, 12);
    }
}
