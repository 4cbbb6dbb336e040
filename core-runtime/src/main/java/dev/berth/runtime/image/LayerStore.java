package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.RenameMode;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TreeTar;
import dev.berth.runtime.tar.UnpackRules;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

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

    LayerStore(EnginePaths paths, Store store) {
        this.paths = paths;
        this.store = store;
    }

    /** Unpacks an archive, nothing of it visible yet; may run beside anything else. */
    StagedLayer stage(InputStream tar, UnpackRules rules) {
        return StagedLayer.unpack(paths.temporary(), tar, rules);
    }

    /** Unpacks an archive whose digest is known; may run beside anything else. */
    StagedLayer stageAs(StagedLayer.InputStreamSource source, String diffId) {
        return StagedLayer.unpackAs(paths.temporary(), source, diffId);
    }

    /** Puts a staged layer in its place; one that is there already stays. */
    void commit(StagedLayer staged) {
        String diffId = staged.diffId();
        if (!has(diffId)) {
            FileTrees.delete(directory(diffId));
            if (staged.record().kept()) {
                FileCalls.rename(staged.archive(), archive(diffId), RenameMode.REPLACE);
            }
            FileCalls.rename(staged.tree(), directory(diffId), RenameMode.REPLACE);
            FileCalls.sync(paths.layers());
            link(diffId);
            store.put(KIND, diffId, Json.write(staged.record()));
        }
        staged.close();
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

    /** Bytes of its archive. */
    long tarSize(String diffId) {
        return require(diffId).tarSize();
    }

    /** Every layer's size in bytes, by diff id. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        store.all(KIND)
                .forEach((diffId, json) ->
                        sizes.put(diffId, Json.read(json, LayerRecord.class).size()));
        return sizes;
    }

    /**
     * Writes its archive into a new file, which is the caller's to delete.
     *
     * @throws EngineException.SystemFailure its files are not what they were
     */
    Path spool(String diffId) throws IOException {
        Path file = Files.createTempFile(paths.temporary(), StagedLayer.PREFIX, ".tar");
        try (DigestStream digest = new DigestStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            if (require(diffId).kept()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(archive(diffId)))) {
                    in.transferTo(digest);
                }
            } else {
                TreeTar.write(directory(diffId), digest, TreeTar.Options.LAYER);
            }
            if (!digest.text().equals(diffId)) {
                throw new EngineException.SystemFailure("layer " + diffId + " has changed on disk");
            }
            return file;
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> FileTrees.delete(file));
            throw failure;
        }
    }

    /** Deletes the layer; the record goes first, so that a crash leaves a leftover and no lie. */
    void delete(String diffId) {
        store.delete(KIND, diffId);
        Cleanup.all(
                () -> deleteFile(shortPath(diffId)),
                () -> deleteFile(archive(diffId)),
                () -> FileTrees.delete(directory(diffId)));
    }

    /** Deletes what a crash left: layers that nobody needs and directories without a record. */
    void cleanUp(Collection<String> needed) {
        for (String diffId : store.all(KIND).keySet()) {
            if (!needed.contains(diffId)) {
                delete(diffId);
            }
        }
        Set<String> known = store.all(KIND).keySet();
        for (Path entry : entries(paths.layers())) {
            String name = entry.getFileName().toString();
            if (!known.contains("sha256:" + name.replace(".tar.gz", ""))) {
                FileTrees.delete(entry);
            }
        }
        for (Path entry : entries(paths.temporary())) {
            if (entry.getFileName().toString().startsWith(StagedLayer.PREFIX)) {
                FileTrees.delete(entry);
            }
        }
    }

    private Optional<LayerRecord> record(String diffId) {
        return store.get(KIND, diffId).map(json -> Json.read(json, LayerRecord.class));
    }

    private LayerRecord require(String diffId) {
        return record(diffId).orElseThrow(() -> new EngineException.SystemFailure("layer " + diffId + " is missing"));
    }

    private Path archive(String diffId) {
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

    private static List<Path> entries(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + directory, failure);
        }
    }
}
