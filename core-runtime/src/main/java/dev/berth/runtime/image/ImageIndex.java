package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Images by id and by name. What the state database has is also in memory, for every list of containers asks here.
 *
 * <p>Its monitor guards the two maps; each change is in the database before it is in them.
 */
final class ImageIndex {
    private static final String IMAGE = "image";
    private static final String REFERENCE = "reference";
    private static final Pattern PREFIX = Pattern.compile("(?:sha256:)?[a-f0-9]{1,64}");

    private final Store store;
    private final Clock clock;
    private final Map<String, Entry> images = new HashMap<>();
    private final Map<String, Name> names = new HashMap<>();
    private final Map<String, NavigableMap<String, ImageReference>> namesById = new HashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    ImageIndex(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.all(IMAGE).forEach((id, json) -> remember(id, Json.read(json, ImageRecord.class)));
        store.all(REFERENCE)
                .forEach((name, json) -> remember(ImageReference.parse(name), Json.read(json, String.class)));
    }

    /** The image that the text means: a name, an id or the beginning of one. */
    synchronized Optional<Image> find(String text) {
        if (isFullId(text)) {
            return byId("sha256:" + Digests.hex(text));
        }
        Name name = names.get(ImageReference.parse(text).canonical().toString());
        return name != null ? byId(name.id()) : byPrefix(text);
    }

    /** @throws EngineException.NotFound {@code No such image: X} */
    Image require(String text) {
        return find(text).orElseThrow(() -> new EngineException.NotFound("No such image: " + shown(text)));
    }

    synchronized Optional<Image> byId(String id) {
        return Optional.ofNullable(images.get(id)).map(entry -> entry.image(id, references(id)));
    }

    synchronized List<Image> all() {
        return images.entrySet().stream()
                .map(entry -> entry.getValue().image(entry.getKey(), references(entry.getKey())))
                .toList();
    }

    /** True if the text is an id or the beginning of one, and not a name of the image. */
    synchronized boolean isIdOf(String text, Image image) {
        String digits = Digests.hex(image.id());
        return PREFIX.matcher(text).matches()
                && digits.startsWith(Digests.hex(text))
                && !names.containsKey(nameOrEmpty(text));
    }

    /** The image that it was committed from, if that is still there. */
    synchronized String parent(String id) {
        Entry entry = images.get(id);
        return entry == null || !images.containsKey(entry.record().parent())
                ? ""
                : entry.record().parent();
    }

    /** Images that were made from it; those made from nothing for an empty id. */
    synchronized List<Image> children(String id) {
        return children.getOrDefault(id, Set.of()).stream()
                .flatMap(child -> byId(child).stream())
                .toList();
    }

    /** Records that one image was made from another. */
    synchronized void setParent(String id, String parent) {
        Entry entry = images.get(id);
        if (entry != null) {
            put(
                    id,
                    new ImageRecord(
                            entry.record().config(), parent, entry.record().tagged()));
        }
    }

    synchronized boolean hasChildren(String id) {
        return children.containsKey(id);
    }

    /** When it last got a name; the epoch if never. */
    synchronized Instant tagged(String id) {
        Entry entry = images.get(id);
        return entry == null ? Instant.EPOCH : entry.record().tagged();
    }

    /** The diff ids of every image's layers. */
    synchronized Set<String> layers() {
        Set<String> layers = new HashSet<>();
        images.values().forEach(entry -> layers.addAll(entry.layers()));
        return layers;
    }

    /** Adds the image; one of the same id stays. @return its id */
    synchronized String add(ImageConfig config, String parent) {
        String id = config.id();
        if (!images.containsKey(id)) {
            put(id, new ImageRecord(config.text(), parent, Instant.EPOCH));
        }
        return id;
    }

    /** Gives the image a name, which another may have had. */
    synchronized void tag(ImageReference reference, String id) {
        Entry entry = images.get(id);
        if (entry == null) {
            throw new EngineException.NotFound("No such image: " + id);
        }
        ImageRecord now =
                new ImageRecord(entry.record().config(), entry.record().parent(), clock.instant());
        Name former = names.get(reference.toString());
        if (former != null && former.id().equals(id)) {
            // only the time is new, and not worth waiting for the disk
            store.putLazily(IMAGE, id, Json.write(now));
            remember(id, now);
            return;
        }
        store.transaction(() -> {
            store.put(REFERENCE, reference.toString(), Json.write(id));
            put(id, now);
            return id;
        });
        remember(reference, id);
    }

    /** Takes the name away. */
    synchronized void untag(ImageReference reference) {
        store.delete(REFERENCE, reference.toString());
        forget(reference.toString());
    }

    /** Forgets the image; it has no name any more. */
    synchronized void remove(String id) {
        store.delete(IMAGE, id);
        Entry former = images.remove(id);
        if (former != null) {
            disown(former.record().parent(), id);
        }
    }

    private void put(String id, ImageRecord record) {
        store.put(IMAGE, id, Json.write(record));
        remember(id, record);
    }

    private void remember(String id, ImageRecord record) {
        Entry former = images.get(id);
        if (former != null) {
            disown(former.record().parent(), id);
        }
        images.put(id, former == null ? Entry.of(record) : former.with(record));
        children.computeIfAbsent(record.parent(), key -> new HashSet<>()).add(id);
    }

    private void disown(String parent, String id) {
        children.computeIfPresent(parent, (key, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }

    private Optional<Image> byPrefix(String text) {
        if (!PREFIX.matcher(text).matches()) {
            return Optional.empty();
        }
        Collection<String> matching = images.keySet().stream()
                .filter(id -> Digests.hex(id).startsWith(Digests.hex(text)))
                .toList();
        return matching.size() == 1 ? byId(matching.iterator().next()) : Optional.empty();
    }

    private List<ImageReference> references(String id) {
        NavigableMap<String, ImageReference> known = namesById.get(id);
        return known == null ? List.of() : List.copyOf(known.values());
    }

    private void remember(ImageReference reference, String id) {
        String text = reference.toString();
        forget(text);
        names.put(text, new Name(reference, id));
        namesById.computeIfAbsent(id, key -> new TreeMap<>()).put(text, reference);
    }

    private void forget(String text) {
        Name former = names.remove(text);
        NavigableMap<String, ImageReference> others = former == null ? null : namesById.get(former.id());
        if (former != null && others != null) {
            others.remove(text);
            if (others.isEmpty()) {
                namesById.remove(former.id());
            }
        }
    }

    /** The names of a repository, {@code docker.io/library/busybox}, with a tag. */
    synchronized List<ImageReference> tagsOf(String repository) {
        return names.values().stream()
                .map(Name::reference)
                .filter(reference -> reference.name().equals(repository)
                        && reference.digest().isEmpty())
                .sorted(Comparator.comparing(ImageReference::toString))
                .toList();
    }

    private static String nameOrEmpty(String text) {
        return isFullId(text) ? "" : ImageReference.parse(text).canonical().toString();
    }

    private static String shown(String text) {
        return isFullId(text) ? text : ImageReference.parse(text).familiar();
    }

    private static boolean isFullId(String text) {
        return text.matches("(?:sha256:)?[a-f0-9]{64}");
    }

    /** A name and the id of the image that has it. */
    private record Name(ImageReference reference, String id) {}

    /** An image with its document read. */
    private record Entry(
            ImageRecord record, ImageConfig config, ContainerConfig start, List<String> layers, Instant created) {
        static Entry of(ImageRecord record) {
            ImageConfig config = ImageConfig.parse(record.config());
            return new Entry(record, config, config.config(), List.copyOf(config.diffIds()), config.created());
        }

        /** What is not of the document is new. */
        Entry with(ImageRecord next) {
            return new Entry(next, config, start, layers, created);
        }

        Image image(String id, List<ImageReference> references) {
            return new Image(id, start, layers, created, references, config);
        }
    }
}
