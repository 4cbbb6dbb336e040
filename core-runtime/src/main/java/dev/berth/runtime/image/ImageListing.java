package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images in Docker's JSON. */
final class ImageListing {
    private static final String MISSING = "<missing>";

    /** Members of a configuration that Docker leaves out where they are empty. */
    private static final List<String> UNLESS_SAID =
            List.of("ExposedPorts", "Healthcheck", "MacAddress", "NetworkDisabled", "StopSignal", "StopTimeout");

    private final ImageIndex index;
    private final LayerStore layers;

    ImageListing(ImageIndex index, LayerStore layers) {
        this.index = index;
        this.layers = layers;
    }

    /** Newest first. Images that are only there for their children are left out, unless {@code all} is asked for. */
    List<ImageSummary> list(Map<String, List<String>> filters, boolean sharedSize) {
        ImageFilter filter = new ImageFilter(filters, index);
        boolean all = filters.containsKey("all");
        Map<String, Long> sizes = layers.sizes();
        Map<String, Integer> users = sharedSize ? usersByLayer() : Map.of();
        List<ImageSummary> result = new ArrayList<>();
        for (Image image : index.all()) {
            boolean nameless = image.references().isEmpty();
            boolean dangling = image.tags().isEmpty();
            boolean hidden = nameless && index.hasChildren(image.id()) && !all
                    || filter.asksForNames() && image.references().stream().noneMatch(filter::accepts)
                    || filter.dangling().map(asked -> asked != dangling).orElse(false);
            if (!hidden && filter.accepts(image)) {
                result.add(summary(image, filter, sizes, sharedSize ? shared(image, sizes, users) : -1));
            }
        }
        result.sort(Comparator.comparingLong(ImageSummary::created).reversed().thenComparing(ImageSummary::id));
        return result;
    }

    private ImageSummary summary(Image image, ImageFilter filter, Map<String, Long> sizes, long shared) {
        long size = image.layers().stream()
                .mapToLong(layer -> sizes.getOrDefault(layer, 0L))
                .sum();
        boolean nameless = image.references().isEmpty();
        return new ImageSummary(
                image.id(),
                index.parent(image.id()),
                nameless ? ImageSummary.NO_TAGS : familiar(image.tags(), filter),
                nameless ? ImageSummary.NO_DIGESTS : familiar(image.digests(), filter),
                image.created().getEpochSecond(),
                size,
                size,
                shared,
                image.config().labels(),
                -1);
    }

    private static List<String> familiar(List<ImageReference> names, ImageFilter filter) {
        return names.stream()
                .filter(filter::accepts)
                .map(ImageReference::familiar)
                .toList();
    }

    private Map<String, Integer> usersByLayer() {
        Map<String, Integer> users = new HashMap<>();
        index.all().forEach(image -> image.layers().forEach(layer -> users.merge(layer, 1, Integer::sum)));
        return users;
    }

    private static long shared(Image image, Map<String, Long> sizes, Map<String, Integer> users) {
        return image.layers().stream()
                .filter(layer -> users.getOrDefault(layer, 0) > 1)
                .mapToLong(layer -> sizes.getOrDefault(layer, 0L))
                .sum();
    }

    ObjectNode inspect(Image image) {
        ImageConfig document = image.document();
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("Id", image.id());
        ArrayNode tags = json.putArray("RepoTags");
        image.tags().forEach(reference -> tags.add(reference.familiar()));
        ArrayNode digests = json.putArray("RepoDigests");
        image.digests().forEach(reference -> digests.add(reference.familiar()));
        json.put("Parent", index.parent(image.id()));
        json.put("Comment", document.field("comment"));
        json.put("Created", image.created().toString());
        json.put("Container", document.field("container"));
        json.set("ContainerConfig", document.containerConfig());
        json.put("DockerVersion", document.field("docker_version"));
        json.put("Author", document.field("author"));
        json.set("Config", config(image));
        json.put("Architecture", document.field("architecture"));
        json.put("Os", document.field("os"));
        long size = image.layers().stream().mapToLong(layers::size).sum();
        json.put("Size", size).put("VirtualSize", size);
        json.set("GraphDriver", graphDriver(image));
        ArrayNode diffIds = json.putObject("RootFS").put("Type", "layers").putArray("Layers");
        image.layers().forEach(diffIds::add);
        json.putObject("Metadata").put("LastTagTime", index.tagged(image.id()).toString());
        return json;
    }

    private static ObjectNode config(Image image) {
        ObjectNode config = Json.mapper().convertValue(image.config(), ObjectNode.class);
        config.remove(UNLESS_SAID.stream()
                .filter(member -> isUnsaid(config.path(member)))
                .toList());
        ObjectNode given = image.document().configNode();
        config.set("OnBuild", given.get("OnBuild"));
        if (image.config().env().isEmpty()) {
            config.putNull("Env");
        }
        if (given.has("Shell")) {
            config.set("Shell", given.get("Shell"));
        }
        return config;
    }

    private static boolean isUnsaid(JsonNode value) {
        return value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isTextual() && value.asText().isEmpty()
                || value.isContainerNode() && value.isEmpty();
    }

    private ObjectNode graphDriver(Image image) {
        ObjectNode driver = Json.mapper().createObjectNode().put("Name", "overlay2");
        List<String> lowers = new ArrayList<>(image.layers().stream()
                .map(layer -> layers.directory(layer).toString())
                .toList());
        Collections.reverse(lowers);
        driver.putObject("Data").put("LowerDir", String.join(":", lowers));
        return driver;
    }

    /** Steps, the last first; those that images here end with have these images' ids and names. */
    List<HistoryItem> history(Image image) {
        List<HistoryItem> items = new ArrayList<>();
        List<ImageConfig.Step> steps = image.document().history();
        int layer = 0;
        for (ImageConfig.Step step : steps) {
            boolean changed = !step.emptyLayer() && layer < image.layers().size();
            long size = changed ? layers.size(image.layers().get(layer++)) : 0;
            items.add(new HistoryItem(
                    MISSING, step.created().getEpochSecond(), step.createdBy(), List.of(), size, step.comment()));
        }
        Collections.reverse(items);
        Optional<Image> made = Optional.of(image);
        for (int place = 0; place < items.size() && made.isPresent(); place++) {
            items.set(place, items.get(place).of(made.get()));
            made = index.byId(index.parent(made.get().id()));
        }
        return items;
    }
}
