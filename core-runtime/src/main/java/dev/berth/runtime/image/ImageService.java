package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Images, their names and layers, and the root file systems that containers have of them. */
public final class ImageService {
    /**
     * Makes an image of one layer of an archive of a root file system: tar, plain or compressed by gzip or bzip2 or xz.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter a change that is no instruction, or not a tar
     */
    public Image importTar(InputStream tar, ImportRequest request) {
        throw new IllegalStateException("import: not there yet");
    }

    /**
     * The image that a user means: an id, its beginning, or a name.
     *
     * @throws dev.berth.plugin.EngineException.NotFound {@code No such image: X}
     * @throws dev.berth.plugin.EngineException.InvalidParameter neither an id nor a name
     */
    public Image resolve(String text) {
        throw new IllegalStateException("resolve: not there yet");
    }

    /** The image of this full id, {@code sha256:...}, if it is still there. */
    public Optional<Image> byId(String id) {
        throw new IllegalStateException("by id: not there yet");
    }

    /**
     * The images that pass the filters {@code reference}, {@code dangling}, {@code label}, {@code before},
     * {@code since}, {@code until}; newest first.
     *
     * @param sharedSize true to work out what each shares with others
     * @throws dev.berth.plugin.EngineException.InvalidParameter an unknown filter or value
     */
    public List<ImageSummary> list(Map<String, List<String>> filters, boolean sharedSize) {
        throw new IllegalStateException("list: not there yet");
    }

    /** Docker's {@code ImageInspect} of what {@link #resolve} finds. */
    public ObjectNode inspect(String text) {
        throw new IllegalStateException("inspect: not there yet");
    }

    /** The steps that made what {@link #resolve} finds, last first. */
    public List<HistoryItem> history(String text) {
        throw new IllegalStateException("history: not there yet");
    }

    /** Gives the image one more name, taking it from another image if need be. */
    public void tag(String text, ImageReference reference) {
        throw new IllegalStateException("tag: not there yet");
    }

    /**
     * Takes the name away, and the image with its last name.
     *
     * @param force also where stopped containers use it, or where an id has several names
     * @param noPrune leaves layers alone that nothing uses any more; accepted, without effect: they go with their image
     * @throws dev.berth.plugin.EngineException.Conflict a container uses it, or an id has names in several repositories
     */
    public List<RemovedImage> remove(String text, boolean force, boolean noPrune) {
        throw new IllegalStateException("remove: not there yet");
    }

    /** Removes images that no container uses: without a name, or all with the filter {@code dangling=false}. */
    public ImagePruneReport prune(Map<String, List<String>> filters) {
        throw new IllegalStateException("prune: not there yet");
    }

    /** Makes an image of the container's changes on top of the image it was made from. */
    public Image commit(CommitRequest request) {
        throw new IllegalStateException("commit: not there yet");
    }

    /** What the container changed, sorted by path. */
    public List<FilesystemChange> changes(String containerId) {
        throw new IllegalStateException("changes: not there yet");
    }

    /** Writes the container's root file system as a tar. */
    public void export(String containerId, OutputStream tar) {
        throw new IllegalStateException("export: not there yet");
    }

    /** Writes the images as {@code docker save} does; the names must all exist before the first byte is written. */
    public void save(List<String> texts, OutputStream tar) {
        throw new IllegalStateException("save: not there yet");
    }

    /**
     * Reads what {@code docker save} or an OCI layout's tar holds.
     *
     * @param said gets each line that Docker says, as {@code Loaded image: busybox:latest} with its newline
     */
    public List<Image> load(InputStream tar, Consumer<String> said) {
        throw new IllegalStateException("load: not there yet");
    }

    /** The root file system of this container; always the same object for one id. */
    public Rootfs rootfs(String containerId) {
        throw new IllegalStateException("rootfs: not there yet");
    }

    /** Bytes of all layers, each counted once. */
    public long layersSize() {
        throw new IllegalStateException("layers size: not there yet");
    }
}
