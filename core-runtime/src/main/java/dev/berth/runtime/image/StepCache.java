package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.berth.runtime.dockerfile.ImageSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a step made before, by Docker's rules: an image made from the same parent by a step of the same
 * configuration; of several the newest.
 *
 * @param recorded records an image that is made of another's history
 * @see <a href="https://docs.docker.com/build/cache/">Docker build cache</a>
 */
record StepCache(ImageIndex index, ImageMaker maker, Function<ImageConfig, Image> recorded) {
    private static final List<String> LISTS = List.of("Cmd", "Env", "Entrypoint");
    private static final List<String> TEXTS = List.of("User", "WorkingDir");

    Optional<Image> find(BuildStep step, List<Image> from) {
        Optional<Image> local = index.children(step.parentId()).stream()
                .filter(image -> sameStep(image.document().containerConfig(), step.containerConfig()))
                .max(Comparator.comparing(Image::created));
        if (from.isEmpty()) {
            return local;
        }
        return local.filter(image -> from.stream().anyMatch(source -> isAncestor(image.id(), source.id())))
                .or(() -> from.stream()
                        .flatMap(source -> ofHistory(step, source).stream())
                        .findFirst());
    }

    private boolean isAncestor(String id, String of) {
        for (String at = of; !at.isEmpty(); at = index.parent(at)) {
            if (at.equals(id)) {
                return true;
            }
        }
        return false;
    }

    static boolean sameStep(@Nullable JsonNode one, JsonNode other) {
        return one != null
                && !one.path("OpenStdin").asBoolean()
                && LISTS.stream().allMatch(name -> texts(one, name).equals(texts(other, name)))
                && TEXTS.stream()
                        .allMatch(name -> one.path(name)
                                .asText("")
                                .equals(other.path(name).asText("")))
                && sameObject(one.path("Labels"), other.path("Labels"))
                && sameObject(one.path("ExposedPorts"), other.path("ExposedPorts"))
                && sameObject(one.path("Volumes"), other.path("Volumes"));
    }

    private static List<String> texts(JsonNode config, String name) {
        return ImageSettings.texts(config.path(name));
    }

    private static boolean sameObject(JsonNode one, JsonNode other) {
        return one.equals(other) || one.isEmpty() && other.isEmpty();
    }

    /** The source's own step at this place, if its history goes the same way so far and its layers are the same. */
    private Optional<Image> ofHistory(BuildStep step, Image source) {
        List<JsonNode> history = items(source.document().historyNode());
        List<JsonNode> before = step.parent()
                .map(parent -> items(parent.document().historyNode()))
                .orElse(List.of());
        List<String> layers = step.parent().map(Image::layers).orElse(List.of());
        int at = before.size();
        boolean same = at < history.size()
                && layers.size() <= source.layers().size()
                && layers.equals(source.layers().subList(0, layers.size()))
                && sameCommands(before, history.subList(0, at))
                && createdBy(history.get(at)).equals(String.join(" ", texts(step.containerConfig(), "Cmd")));
        if (!same) {
            return Optional.empty();
        }
        if (at == history.size() - 1) {
            index.setParent(source.id(), step.parentId());
            return Optional.of(source);
        }
        boolean empty = history.get(at).path("empty_layer").asBoolean();
        if (!empty && layers.size() == source.layers().size()) {
            return Optional.empty();
        }
        Optional<String> diffId =
                empty ? Optional.empty() : Optional.of(source.layers().get(layers.size()));
        return Optional.of(recorded.apply(maker.ofStep(step, diffId)));
    }

    private static boolean sameCommands(List<JsonNode> one, List<JsonNode> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!createdBy(one.get(i)).equals(createdBy(other.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static String createdBy(JsonNode entry) {
        return entry.path("created_by").asText("");
    }

    private static List<JsonNode> items(ArrayNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
