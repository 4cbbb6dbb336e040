package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.ConfigChanges;
import dev.berth.runtime.dockerfile.ImageSettings;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the configurations and layers of new images: of an archive, and of a container's changes. */
final class ImageMaker {
    private static final List<String> PLATFORM = List.of("architecture", "os", "variant");

    private final LayerStore layers;
    private final Clock clock;

    ImageMaker(LayerStore layers, Clock clock) {
        this.layers = layers;
        this.clock = clock;
    }

    /** An image that is not recorded yet. */
    record Draft(ImageConfig config, String parent, StagedLayer layer) implements AutoCloseable {
        @Override
        public void close() {
            layer.close();
        }
    }

    Draft ofArchive(InputStream archive, ImportRequest request) {
        ObjectNode config = Json.mapper().createObjectNode();
        ConfigChanges.apply(request.changes(), config);
        StagedLayer layer;
        try {
            layer = layers.stage(Decompression.open(archive), UnpackRules.TREE);
        } catch (IOException failure) {
            throw new EngineException.InvalidParameter("read archive: " + failure.getMessage(), failure);
        }
        String now = clock.instant().toString();
        ObjectNode document = document(now, "", request.message());
        document.set("config", config);
        document.putArray("history").addObject().put("created", now).put("comment", request.message());
        putLayers(document, List.of(layer.diffId()));
        return new Draft(ImageConfig.of(document), "", layer);
    }

    Draft ofContainer(CommitRequest request, Path upper) {
        ObjectNode config = startingConfig(request);
        ConfigChanges.apply(request.changes(), config);
        StagedLayer layer = layers.stageUpper(upper);
        String now = clock.instant().toString();
        ImageConfig parent = request.parent().document();
        ObjectNode document = document(now, request.author(), request.comment());
        document.put("container", request.containerId());
        document.set("config", config);
        ArrayNode history = parent.historyNode();
        history.addObject()
                .put("created", now)
                .put("author", request.author())
                .put("created_by", String.join(" ", request.config().command().orElse(List.of())))
                .put("comment", request.comment());
        document.set("history", history);
        List<String> diffIds = new ArrayList<>(parent.diffIds());
        diffIds.add(layer.diffId());
        putLayers(document, diffIds);
        return new Draft(ImageConfig.of(document), request.parent().id(), layer);
    }

    /** The configuration of a build's step. @param diffId of the layer that it adds, if it changed a file */
    ImageConfig ofStep(BuildStep step, Optional<String> diffId) {
        String now = clock.instant().toString();
        ObjectNode document = document(now, step.author(), "");
        step.parent()
                .ifPresent(parent ->
                        PLATFORM.forEach(name -> Optional.of(parent.document().field(name))
                                .filter(text -> !text.isEmpty())
                                .ifPresent(text -> document.put(name, text))));
        document.put("container", step.containerId());
        document.set("config", step.config());
        document.set("container_config", step.containerConfig());
        ArrayNode history = step.parent()
                .map(parent -> parent.document().historyNode())
                .orElseGet(() -> Json.mapper().createArrayNode());
        ObjectNode entry = history.addObject().put("created", now);
        if (!step.author().isEmpty()) {
            entry.put("author", step.author());
        }
        entry.put(
                "created_by",
                String.join(" ", ImageSettings.texts(step.containerConfig().path("Cmd"))));
        if (diffId.isEmpty()) {
            entry.put("empty_layer", true);
        }
        document.set("history", history);
        List<String> diffIds = new ArrayList<>(step.parent().map(Image::layers).orElse(List.of()));
        diffId.ifPresent(diffIds::add);
        putLayers(document, diffIds);
        return ImageConfig.of(document);
    }

    /** The container's, with what a container's configuration has no place for from its image. */
    private static ObjectNode startingConfig(CommitRequest request) {
        ObjectNode config = Json.mapper().convertValue(request.config(), ObjectNode.class);
        for (String name : List.of("OnBuild", "Shell")) {
            if (request.parent().document().configNode().has(name)) {
                config.set(name, request.parent().document().configNode().get(name));
            }
        }
        return config;
    }

    private static ObjectNode document(String created, String author, String comment) {
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("architecture", arm ? "arm64" : "amd64").put("os", "linux").put("created", created);
        if (!author.isEmpty()) {
            document.put("author", author);
        }
        if (!comment.isEmpty()) {
            document.put("comment", comment);
        }
        return document;
    }

    private static void putLayers(ObjectNode document, List<String> diffIds) {
        ArrayNode json = document.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        diffIds.forEach(json::add);
    }
}
