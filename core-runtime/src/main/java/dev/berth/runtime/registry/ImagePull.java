package dev.berth.runtime.registry;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageConfig;
import dev.berth.runtime.image.ImageIntake;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.http.BlobDownload;
import dev.berth.runtime.registry.http.Descriptor;
import dev.berth.runtime.registry.http.Manifest;
import dev.berth.runtime.registry.http.Registry;
import dev.berth.runtime.registry.http.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One image on its way from a registry to this host. */
final class ImagePull {
    private static final int MOST_LAYERS = 127;
    /** Lists in lists, the first counted. */
    private static final int MOST_LISTS = 4;

    private static final Set<String> GZIP =
            Set.of("application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip");
    private static final Set<String> OTHERS = Set.of(
            "application/vnd.docker.image.rootfs.diff.tar",
            "application/vnd.docker.image.rootfs.diff.tar.zstd",
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+zstd");

    private final ImageIntake intake;
    private final BlobFiles files;
    private final Parallel parallel;
    private final int attempts;
    private final Registry registry;
    private final TransferProgress progress;
    private final Cancellation cancellation;

    ImagePull(
            ImageIntake intake,
            BlobFiles files,
            Parallel parallel,
            int attempts,
            Registry registry,
            TransferProgress progress,
            Cancellation cancellation) {
        this.intake = intake;
        this.files = files;
        this.parallel = parallel;
        this.attempts = attempts;
        this.registry = registry;
        this.progress = progress;
        this.cancellation = cancellation.child();
    }

    /** A layer of the image: what it is here, and what the registry has. */
    private record Layer(String diffId, Descriptor blob) {
        /** Whether it is packed as a push packs it, so that it can be pushed again as it is. */
        boolean isGzip() {
            return GZIP.contains(blob.mediaType());
        }
    }

    /** What came. @param digest of the manifest that the name means */
    record Pulled(Image image, String digest) {}

    /** @param name with a tag or a digest */
    Pulled run(ImageReference name, Platform platform) throws IOException {
        String wanted = name.digest().or(name::tag).orElse("latest");
        Manifest top = registry.manifest(wanted);
        Manifest manifest = ofImage(top, platform);
        progress.step(name.digest().isPresent() ? name.familiar() : wanted, "Pulling from " + name.path());
        ImageConfig config = config(manifest);
        List<Layer> layers = layers(manifest, config);
        List<ImageReference> names = new ArrayList<>();
        if (name.tag().isPresent()) {
            names.add(name);
        }
        names.add(name.withDigest(top.digest()));
        Image image;
        try (ImageIntake.Draft draft = intake.begin(config)) {
            fetch(draft, layers);
            image = draft.finish(names, "pull", name.familiar());
        }
        for (Layer layer : layers) {
            if (layer.isGzip()) {
                intake.remember(layer.diffId, layer.blob.digest(), layer.blob.size(), name.name());
            }
            files.delete(layer.blob.digest());
        }
        return new Pulled(image, top.digest());
    }

    private Manifest ofImage(Manifest top, Platform platform) throws IOException {
        Manifest manifest = top;
        for (int lists = 0; manifest.isList(); lists++) {
            if (lists == MOST_LISTS) {
                throw new EngineException.InvalidParameter(
                        "manifest list " + top.digest() + " has lists in it more than " + MOST_LISTS + " deep");
            }
            manifest = registry.manifest(manifest.choose(platform).digest());
        }
        return manifest;
    }

    private ImageConfig config(Manifest manifest) throws IOException {
        ImageConfig config =
                ImageConfig.parse(new String(registry.document(manifest.config()), StandardCharsets.UTF_8));
        String os = config.field("os");
        if (!os.isEmpty() && !os.equals("linux")) {
            throw RegistryException.refused(
                    "NO_PLATFORM", "image operating system \"" + os + "\" cannot be used on this platform");
        }
        return config;
    }

    private static List<Layer> layers(Manifest manifest, ImageConfig config) throws IOException {
        List<Descriptor> blobs = manifest.layers();
        List<String> diffIds = config.diffIds();
        if (blobs.size() != diffIds.size()) {
            throw new EngineException.InvalidParameter(
                    "layers from manifest don't match image configuration: " + blobs.size() + " and " + diffIds.size());
        }
        if (blobs.size() > MOST_LAYERS) {
            throw new EngineException.InvalidParameter("max depth exceeded: " + blobs.size() + " layers");
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            String type = blobs.get(i).mediaType();
            if (!GZIP.contains(type) && !OTHERS.contains(type)) {
                throw new EngineException.InvalidParameter("unsupported media type of a layer: " + type);
            }
            if (!Digests.isDigest(diffIds.get(i))) {
                throw new EngineException.InvalidParameter("invalid diff id of a layer: " + diffIds.get(i));
            }
            layers.add(new Layer(diffIds.get(i), blobs.get(i)));
        }
        return layers;
    }

    private void fetch(ImageIntake.Draft draft, List<Layer> layers) throws IOException {
        List<Parallel.Work> work = new ArrayList<>();
        for (Layer layer : layers.stream().distinct().toList()) {
            if (draft.has(layer.diffId)) {
                // of an image that is here already Docker tells nothing
                if (!draft.isKnown()) {
                    progress.step(layer.blob.shortId(), "Already exists");
                }
            } else {
                progress.step(layer.blob.shortId(), "Pulling fs layer");
                work.add(() -> layer(draft, layer));
            }
        }
        parallel.run(work, cancellation);
    }

    private void layer(ImageIntake.Draft draft, Layer layer) throws IOException {
        String id = layer.blob.shortId();
        files.use(layer.blob.digest(), file -> {
            if (draft.has(layer.diffId)) {
                progress.step(id, "Already exists");
                return;
            }
            download(layer.blob, file);
            progress.step(id, "Verifying Checksum");
            progress.step(id, "Download complete");
            draft.add(
                    layer.diffId,
                    file,
                    layer.isGzip() ? layer.blob.digest() : "",
                    bytes -> progress.moving(id, "Extracting", bytes, layer.blob.size()));
            cancellation.check();
            progress.step(id, "Pull complete");
        });
    }

    private void download(Descriptor blob, Path file) throws IOException {
        BlobDownload download = new BlobDownload(
                registry,
                blob,
                file,
                attempts,
                cancellation,
                bytes -> progress.moving(blob.shortId(), "Downloading", bytes, blob.size()));
        download.run();
    }
}
