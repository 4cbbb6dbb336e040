package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageUsers.ImageUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code docker rmi}: takes a name away, or the whole image, unless a container or another image stands on it. The
 * caller makes changes follow each other.
 */
final class ImageRemoval {
    private final ImageIndex index;
    private final LayerCollector layers;
    private final ImageUsers users;
    private final ImageEvents events;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();

    ImageRemoval(ImageIndex index, LayerCollector layers, ImageUsers users, ImageEvents events) {
        this.index = index;
        this.layers = layers;
        this.users = users;
        this.events = events;
    }

    List<RemovedImage> remove(String text, boolean force, boolean noPrune) {
        Image image = index.require(text);
        String parent = index.parent(image.id());
        List<RemovedImage> removed = new ArrayList<>();
        if (index.isIdOf(text, image)) {
            checkId(image, force);
        } else {
            checkName(text, image, force);
            if (untagByName(image, ImageReference.parse(text).canonical(), removed)) {
                return removed;
            }
        }
        deleteImage(image.id(), force, removed);
        if (!noPrune) {
            deleteUnused(parent, removed);
        }
        return removed;
    }

    /** Deletes an image that a prune chose, names and all. */
    void delete(Image image, List<RemovedImage> removed) {
        deleteImage(image.id(), false, removed);
    }

    /** True if a container or a build stands on it. */
    boolean isUsed(Image image) {
        return held.containsKey(image.id()) || use(image.id(), false).isPresent();
    }

    /** A build stands on it until {@link #release}. */
    void hold(String id) {
        held.merge(id, 1, Integer::sum);
    }

    void release(String id) {
        held.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Takes the name away, and digests of its repository that no tag there goes with. @return whether names are left */
    private boolean untagByName(Image image, ImageReference name, List<RemovedImage> removed) {
        untag(image, name, removed);
        List<ImageReference> left = index.require(image.id()).references();
        boolean tagLeft = left.stream()
                .anyMatch(other ->
                        other.name().equals(name.name()) && other.digest().isEmpty());
        if (name.digest().isEmpty() && !tagLeft) {
            left.stream()
                    .filter(other -> other.name().equals(name.name()))
                    .forEach(other -> untag(image, other, removed));
        }
        return !index.require(image.id()).references().isEmpty();
    }

    /** One name, or one tag and digests of the same repository. */
    private static boolean isSingle(Image image) {
        return image.references().size() == 1
                || image.tags().size() <= 1
                        && image.references().stream()
                                        .map(ImageReference::name)
                                        .distinct()
                                        .count()
                                == 1;
    }

    private void checkName(String text, Image image, boolean force) {
        if (force || !isSingle(image)) {
            return;
        }
        use(image.id(), false).ifPresent(use -> {
            throw new EngineException.Conflict("conflict: unable to remove repository reference \"" + text
                    + "\" (must force) - container " + Image.shortId(use.containerId())
                    + " is using its referenced image " + image.shortId());
        });
    }

    private void checkId(Image image, boolean force) {
        if (!force && image.references().size() > 1 && !isSingle(image)) {
            throw conflict(image.id(), false, "image is referenced in multiple repositories");
        }
        check(image.id(), force);
    }

    private void check(String id, boolean force) {
        if (index.hasChildren(id)) {
            throw conflict(id, true, "image has dependent child images");
        }
        use(id, true).ifPresent(use -> {
            throw conflict(id, true, "image is being used by running container " + Image.shortId(use.containerId()));
        });
        if (!force) {
            use(id, false).ifPresent(use -> {
                throw conflict(
                        id, false, "image is being used by stopped container " + Image.shortId(use.containerId()));
            });
        }
    }

    private static EngineException conflict(String id, boolean hard, String why) {
        return new EngineException.Conflict("conflict: unable to delete " + Image.shortId(id)
                + (hard ? " (cannot be forced)" : " (must be forced)") + " - " + why);
    }

    private void untag(Image image, ImageReference reference, List<RemovedImage> removed) {
        index.untag(reference);
        events.imageEvent("untag", image.id(), Map.of("name", image.id()));
        removed.add(RemovedImage.untagged(reference));
    }

    private void deleteImage(String id, boolean force, List<RemovedImage> removed) {
        check(id, force);
        Image image = index.require(id);
        image.references().forEach(reference -> untag(image, reference, removed));
        index.remove(id);
        events.imageEvent("delete", id, Map.of("name", id));
        removed.add(RemovedImage.deleted(id));
        layers.collect(image.layers()).forEach(chain -> removed.add(RemovedImage.deleted(chain)));
    }

    /** Images that were only kept for their child. */
    private void deleteUnused(String parentId, List<RemovedImage> removed) {
        Optional<Image> spare = index.byId(parentId).filter(this::isSpare);
        while (spare.isPresent()) {
            String next = index.parent(spare.get().id());
            deleteImage(spare.get().id(), false, removed);
            spare = index.byId(next).filter(this::isSpare);
        }
    }

    private boolean isSpare(Image image) {
        return image.references().isEmpty() && !index.hasChildren(image.id()) && !isUsed(image);
    }

    private Optional<ImageUse> use(String id, boolean runningOnly) {
        return users.imageUses().stream()
                .filter(use -> use.imageId().equals(id) && (use.running() || !runningOnly))
                .findFirst();
    }
}
