package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Layers: each unpacked once, shared by images and containers, named by its diff id.
 *
 * <p>A layer is put together beside its place, synced, renamed into place and then recorded: a directory without a
 * record is a leftover, and a record without a directory cannot be. The caller makes changes follow each other.
 */
final class LayerStore {
    private static final String KIND = "layer";
    private static final int LINK_DIGITS = 12;

    private final EnginePaths paths;
    private final Store store;
    private final LayerBlobs blobs;
    private final LayerSync sync;
    /** What the state database has, as every list of images asks. */
    private final Map<String, LayerRecord> records = new ConcurrentHashMap<>();

    LayerStore(EnginePaths paths, Store store) {
        this.paths = paths;
        this.store = store;
        this.blobs = new LayerBlobs(store);
        this.sync = new LayerSync(store, paths.layers());
        store.all(KIND).forEach((diffId, json) -> records.put(diffId, Json.read(json, LayerRecord.class)));
    }

    /** Unpacks an archive, nothing of it visible yet; may run beside anything else. */
    StagedLayer stage(InputStream tar, UnpackRules rules) {
        return StagedLayer.unpack(paths.temporary(), tar, DiskReserve.limit(rules, paths.layers()));
    }

    /** Copies what a container changed; may run beside anything else. */
    StagedLayer stageUpper(Path upper) {
        return StagedLayer.ofUpper(paths.temporary(), upper);
    }

    /** Unpacks an archive whose digest is known; may run beside anything else. */
    StagedLayer stage(LayerSource source, String diffId) {
        UnpackRules rules = DiskReserve.limit(UnpackRules.LAYER, paths.layers());
        return StagedLayer.unpackFile(paths.temporary(), source, diffId, rules);
    }

    LayerBlobs blobs() {
        return blobs;
    }

    /** Layers written as archives again. */
    LayerArchives archives() {
        return new LayerArchives(this, paths.temporary());
    }

    /** The diff ids of all. */
    Set<String> known() {
        return Set.copyOf(records.keySet());
    }

    /** Puts a staged layer in its place; one that is there already stays. */
    void commit(StagedLayer staged) {
        commit(List.of(staged));
    }

    /** Puts staged layers in their places; they are synced soon. */
    void commit(List<StagedLayer> staged) {
        if (!staged.isEmpty()) {
            sync.mark(staged.stream().map(StagedLayer::diffId).toList());
            staged.forEach(this::place);
            sync.start();
        }
    }

    /** Layers that a crash of the machine may have cut short. */
    List<String> lost() {
        List<String> lost = sync.lost();
        sync.start();
        return lost;
    }

    private void place(StagedLayer staged) {
        String diffId = staged.diffId();
        if (!has(diffId)) {
            TreeDelete.delete(directory(diffId));
            if (staged.record().kept()) {
                FileCalls.rename(staged.archive(), archive(diffId), RenameMode.REPLACE);
            }
            FileCalls.rename(staged.tree(), directory(diffId), RenameMode.REPLACE);
            link(diffId);
            store.put(KIND, diffId, Json.write(staged.record()));
            records.put(diffId, staged.record());
        }
        staged.close();
    }

    /** A new directory to put something together in, deleted at the next start if nobody does before. */
    Path workplace() {
        try {
            return Files.createTempDirectory(paths.temporary(), StagedLayer.PREFIX);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(
                    "make a directory in " + paths.temporary() + ": " + failure, failure);
        }
    }

    boolean has(String diffId) {
        return record(diffId).isPresent();
    }

    /** Its root; do not write there. */
    Path directory(String diffId) {
        return paths.layers().resolve(Digests.hex(diffId));
    }

    /** A short name of {@link #directory}: 120 of them fit into the page that mount(2) takes its options in. */
    Path shortPath(String diffId) {
        return paths.dataRoot().resolve("l").resolve(Digests.hex(diffId).substring(0, LINK_DIGITS));
    }

    /** Bytes of its files, 0 if there is no such layer. */
    long size(String diffId) {
        return record(diffId).map(LayerRecord::size).orElse(0L);
    }

    /** Every layer's size in bytes, by diff id. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        records.forEach((diffId, record) -> sizes.put(diffId, record.size()));
        return sizes;
    }

    /** Deletes the layer; the record goes first, so that a crash leaves a leftover and no lie. */
    void delete(String diffId) {
        store.delete(KIND, diffId);
        records.remove(diffId);
        blobs.forget(diffId);
        Cleanup.all(
                () -> deleteFile(shortPath(diffId)),
                () -> deleteFile(archive(diffId)),
                () -> TreeDelete.delete(directory(diffId)));
    }

    private Optional<LayerRecord> record(String diffId) {
        return Optional.ofNullable(records.get(diffId));
    }

    /** @throws EngineException.SystemFailure there is no such layer */
    LayerRecord require(String diffId) {
        return record(diffId).orElseThrow(() -> new EngineException.SystemFailure("layer " + diffId + " is missing"));
    }

    /** Where its archive is, if it is kept; the name says nothing of its compression. */
    Path archive(String diffId) {
        return paths.layers().resolve(Digests.hex(diffId) + ".tar.gz");
    }

    private void link(String diffId) {
        Path link = shortPath(diffId);
        try {
            Files.createDirectories(link.getParent());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("..", "layers", Digests.hex(diffId)));
        } catch (IOException failure) {
            throw new UncheckedIOException("link " + link, failure);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("delete " + file, failure);
        }
    }
}
