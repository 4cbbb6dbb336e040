package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TreeTar;
import dev.berth.runtime.volume.MountedImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images, their names and layers, and the root file systems that containers have of them.
 *
 * <p>Its lock makes everything that adds or takes away an image, a name, a layer or a root file system follow each
 * other; the slow part, unpacking, is done before and outside of it.
 */
public final class ImageService {
    private static final Logger LOG = LoggerFactory.getLogger(ImageService.class);

    private final EnginePaths paths;
    private final ImageEvents events;
    private final ImageIndex index;
    private final LayerStore layers;
    private final RootfsStore rootfs;
    private final ImageMounts mounts;
    private final ImageListing listing;
    private final ImageMaker maker;
    private final ImageRemoval removal;
    private final ImageIntake intake;
    private final StepImages steps;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Reads what there is, and deletes what a crash left half done.
     *
     * @param users asked each time when something is to be removed
     */
    public ImageService(EnginePaths paths, Store store, ImageUsers users, ImageEvents events, Clock clock) {
        this.paths = paths;
        this.events = events;
        this.index = new ImageIndex(store, clock);
        this.layers = new LayerStore(paths, store);
        LayerClaims claims = new LayerClaims();
        this.rootfs = new RootfsStore(paths, store, index, layers, claims, lock);
        this.intake = new ImageIntake(paths, index, layers, rootfs.collector(), claims, events, lock);
        this.listing = new ImageListing(index, layers);
        this.maker = new ImageMaker(layers, clock);
        this.mounts = new ImageMounts(paths, store, index, rootfs);
        this.removal = new ImageRemoval(index, rootfs.collector(), ImageUsers.both(users, mounts::uses), events);
        this.steps = new StepImages(index, layers, rootfs, maker, removal, claims, lock);
        layers.lost().forEach(this::forgetImagesOn);
        LayerLeftovers leftovers = new LayerLeftovers(paths, layers);
        leftovers.delete(rootfs.collector().needed());
        leftovers.deleteDownloads(clock.instant());
        mounts.cleanUp();
    }

    /** Images whose files the machine lost when it crashed; a layer stays where a container stands on it. */
    private void forgetImagesOn(String diffId) {
        for (Image image : index.all()) {
            if (image.layers().contains(diffId)) {
                LOG.warn(
                        "event=image-lost image={} layer={} reason=\"the machine crashed before it was on disk\"",
                        image.id(),
                        diffId);
                image.references().forEach(index::untag);
                index.remove(image.id());
            }
        }
    }

    /**
     * Makes an image of one layer of an archive of a root file system: tar, plain or compressed by gzip or bzip2 or xz.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter a change that is no instruction, or not a tar
     */
    public Image importTar(InputStream tar, ImportRequest request) {
        try (ImageMaker.Draft draft = maker.ofArchive(tar, request)) {
            return record(draft, request.reference(), "import");
        }
    }

    /**
     * The image that a user means: an id, its beginning, or a name.
     *
     * @throws dev.berth.plugin.EngineException.NotFound {@code No such image: X}
     * @throws dev.berth.plugin.EngineException.InvalidParameter neither an id nor a name
     */
    public Image resolve(String text) {
        return index.require(text);
    }

    /** Images as mounts of containers. */
    public MountedImages mounts() {
        return mounts;
    }

    /** The image of this full id, {@code sha256:...}, if it is still there. */
    public Optional<Image> byId(String id) {
        return index.byId(id);
    }

    /**
     * The images that pass the filters {@code reference}, {@code dangling}, {@code label}, {@code before},
     * {@code since}, {@code until}; newest first. The key {@code all} also shows those that only have children.
     *
     * @param sharedSize true to work out what each shares with others
     * @throws dev.berth.plugin.EngineException.InvalidParameter an unknown filter or value
     */
    public List<ImageSummary> list(Map<String, List<String>> filters, boolean sharedSize) {
        return listing.list(filters, sharedSize);
    }

    /** Docker's {@code ImageInspect} of what {@link #resolve} finds. */
    public ObjectNode inspect(String text) {
        return listing.inspect(resolve(text));
    }

    /** The steps that made what {@link #resolve} finds, last first. */
    public List<HistoryItem> history(String text) {
        return listing.history(resolve(text));
    }

    /** Gives the image one more name, taking it from another image if need be. */
    public void tag(String text, ImageReference reference) {
        lock.lock();
        try {
            Image image = resolve(text);
            if (reference.digest().isPresent()) {
                throw new EngineException.InvalidParameter("refusing to create a tag with a digest reference");
            }
            index.tag(reference, image.id());
            events.imageEvent("tag", image.id(), Map.of("name", reference.familiar()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the name away, and the image with its last name.
     *
     * @param force also where stopped containers use it, or where an id has several names
     * @param noPrune leaves the images alone that were only kept for this one
     * @throws dev.berth.plugin.EngineException.Conflict a container uses it, or an id has names in several repositories
     */
    public List<RemovedImage> remove(String text, boolean force, boolean noPrune) {
        lock.lock();
        try {
            return removal.remove(text, force, noPrune);
        } finally {
            lock.unlock();
        }
    }

    /** Removes images that no container uses: without a name, or all with the filter {@code dangling=false}. */
    public ImagePruneReport prune(Map<String, List<String>> filters) {
        lock.lock();
        try {
            ImageFilter filter = new ImageFilter(filters, index);
            boolean danglingOnly = filter.dangling().orElse(true);
            long before = layersSize();
            List<RemovedImage> removed = new ArrayList<>();
            for (Image image : index.all()) {
                boolean chosen = filter.accepts(image) && (image.tags().isEmpty() || !danglingOnly);
                if (chosen && !removal.isUsed(image) && !index.hasChildren(image.id())) {
                    removal.delete(image, removed);
                }
            }
            long reclaimed = before - layersSize();
            events.imageEvent("prune", "", Map.of("reclaimed", Long.toString(reclaimed)));
            return new ImagePruneReport(removed, reclaimed);
        } finally {
            lock.unlock();
        }
    }

    /** Makes an image of the container's changes on top of the image it was made from. */
    public Image commit(CommitRequest request) {
        try (ImageMaker.Draft draft =
                maker.ofContainer(request, rootfs(request.containerId()).upper())) {
            return record(draft, request.reference(), "");
        }
    }

    /** What the container changed, sorted by path. */
    public List<FilesystemChange> changes(String containerId) {
        return rootfs(containerId).changes();
    }

    /** Writes the container's root file system as a tar. */
    public void export(String containerId, OutputStream tar) {
        try (Rootfs.View view = rootfs(containerId).open()) {
            TreeTar.write(view.path(), tar);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(
                    "export container " + containerId + ": " + failure.getMessage(), failure);
        }
    }

    /** Writes the images as {@code docker save} does; the names must all exist before the first byte is written. */
    public void save(List<String> texts, OutputStream tar) {
        Map<Image, Set<ImageReference>> chosen = ImageSaving.choose(texts, index);
        ImageSaving.save(chosen, layers.archives(), tar);
        chosen.keySet().forEach(image -> events.imageEvent("save", image.id(), Map.of("name", image.id())));
    }

    /**
     * Reads what {@code docker save} or an OCI layout's tar holds.
     *
     * @param said gets each line that Docker says, as {@code Loaded image: busybox:latest} with its newline
     */
    public List<Image> load(InputStream tar, Consumer<String> said) {
        return new ImageLoading(layers, intake, paths.temporary()).load(tar, said);
    }

    /** What builds need of images. */
    public StepImages steps() {
        return steps;
    }

    /** Where images come in and go out layer by layer. */
    public ImageIntake intake() {
        return intake;
    }

    /** The root file system of this container; always the same object for one id. */
    public Rootfs rootfs(String containerId) {
        return rootfs.of(containerId);
    }

    /** Bytes of all layers, each counted once. */
    public long layersSize() {
        return layers.sizes().values().stream().mapToLong(Long::longValue).sum();
    }

    private Image record(ImageMaker.Draft draft, Optional<ImageReference> reference, String action) {
        lock.lock();
        try {
            layers.commit(draft.layer());
            String id = index.add(draft.config(), draft.parent());
            reference.ifPresent(name -> {
                index.tag(name, id);
                events.imageEvent("tag", id, Map.of("name", name.familiar()));
            });
            if (!action.isEmpty()) {
                events.imageEvent(action, id, Map.of("name", id));
            }
            return index.require(id);
        } finally {
            lock.unlock();
        }
    }
}
