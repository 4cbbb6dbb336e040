package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code docker save}: an OCI layout that also has Docker's {@code manifest.json}, so that every reader finds its way.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
final class ImageSaving {
    private static final String BLOBS = "blobs/sha256/";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

    private static final TarMetadata METADATA = TarMetadata.of(0644, Instant.EPOCH);

    private final LayerArchives layers;
    private final TarWriter tar;
    private final Set<String> written = new LinkedHashSet<>();
    private final ArrayNode index = Json.mapper().createArrayNode();
    private final ArrayNode dockerManifest = Json.mapper().createArrayNode();

    private ImageSaving(LayerArchives layers, OutputStream out) {
        this.layers = layers;
        this.tar = new TarWriter(out);
    }

    /** @param names of each image, those that are to be saved with it */
    static void save(Map<Image, Set<ImageReference>> names, LayerArchives layers, OutputStream out) {
        ImageSaving saving = new ImageSaving(layers, out);
        try {
            for (Map.Entry<Image, Set<ImageReference>> each : names.entrySet()) {
                saving.image(each.getKey(), each.getValue());
            }
            saving.finish();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("save images: " + failure.getMessage(), failure);
        }
    }

    /** The images that texts mean, each with the names that are texts. */
    static Map<Image, Set<ImageReference>> choose(List<String> texts, ImageIndex index) {
        Map<Image, Set<ImageReference>> chosen = new LinkedHashMap<>();
        for (String text : texts) {
            Image image = index.find(text).orElseThrow(() -> new EngineException.NotFound("No such image: " + text));
            Set<ImageReference> names = chosen.computeIfAbsent(image, key -> new LinkedHashSet<>());
            if (!index.isIdOf(text, image)) {
                names.add(ImageReference.parse(text));
            }
        }
        return chosen;
    }

    private void image(Image image, Set<ImageReference> names) throws IOException {
        ObjectNode manifest = Json.mapper().createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE);
        byte[] config = image.document().text().getBytes(StandardCharsets.UTF_8);
        manifest.set("config", descriptor(CONFIG_TYPE, image.id(), config.length));
        ArrayNode descriptors = manifest.putArray("layers");
        List<String> layerPaths = new ArrayList<>();
        for (String diffId : image.layers()) {
            descriptors.add(descriptor(LAYER_TYPE, diffId, layers.size(diffId)));
            layerPaths.add(BLOBS + Digests.hex(diffId));
            layer(diffId);
        }
        blob(config);
        byte[] manifestText = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
        blob(manifestText);
        indexEntries(Digests.sha256(manifestText), manifestText.length, names);
        dockerManifest(image, names, layerPaths);
    }

    private void indexEntries(String digest, int length, Set<ImageReference> names) {
        if (names.isEmpty()) {
            index.add(descriptor(MANIFEST_TYPE, digest, length));
        }
        for (ImageReference name : names) {
            ObjectNode entry = descriptor(MANIFEST_TYPE, digest, length);
            entry.putObject("annotations")
                    .put("io.containerd.image.name", name.toString())
                    .put("org.opencontainers.image.ref.name", name.tag().orElse(""));
            index.add(entry);
        }
    }

    private void dockerManifest(Image image, Set<ImageReference> names, List<String> layerPaths) {
        ObjectNode entry = dockerManifest.addObject().put("Config", BLOBS + Digests.hex(image.id()));
        ArrayNode tags = entry.putArray("RepoTags");
        names.forEach(name -> tags.add(name.familiar()));
        ArrayNode paths = entry.putArray("Layers");
        layerPaths.forEach(paths::add);
    }

    private void finish() throws IOException {
        ObjectNode document = Json.mapper().createObjectNode().put("schemaVersion", 2);
        document.put("mediaType", "application/vnd.oci.image.index.v1+json").set("manifests", index);
        text("index.json", Json.write(document));
        text("manifest.json", Json.write(dockerManifest));
        text("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        tar.close();
    }

    private static ObjectNode descriptor(String type, String digest, long size) {
        return Json.mapper()
                .createObjectNode()
                .put("mediaType", type)
                .put("digest", digest)
                .put("size", size);
    }

    private void layer(String diffId) throws IOException {
        if (!written.add(diffId)) {
            return;
        }
        Optional<InputStream> kept = layers.open(diffId);
        if (kept.isPresent()) {
            try (InputStream in = kept.get()) {
                tar.add(TarEntry.file(BLOBS + Digests.hex(diffId), METADATA, layers.size(diffId)), in);
                // the digest is checked where the end is read
                if (in.read() >= 0) {
                    throw new IOException("layer " + diffId + " is longer than it was");
                }
            }
            return;
        }
        Path spool = layers.spool(diffId);
        try (InputStream in = Files.newInputStream(spool)) {
            tar.add(TarEntry.file(BLOBS + Digests.hex(diffId), METADATA, layers.size(diffId)), in);
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    private void blob(byte[] content) throws IOException {
        String digest = Digests.sha256(content);
        if (written.add(digest)) {
            member(BLOBS + Digests.hex(digest), content);
        }
    }

    private void text(String name, String content) throws IOException {
        member(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void member(String name, byte[] content) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        tar.add(TarEntry.file(name, METADATA, content.length), in);
    }
}
