package dev.berth.runtime.image;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.tar.TreeTar;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/**
 * Layers written as archives again, with the digest that they are named by.
 *
 * @param temporary where new files go
 */
record LayerArchives(LayerStore layers, Path temporary) {
    private static final int BUFFER = 1 << 16;

    /** Bytes of its archive. */
    long size(String diffId) {
        return layers.require(diffId).tarSize();
    }

    /**
     * Writes its archive into a new file, which is the caller's to delete.
     *
     * @throws EngineException.SystemFailure its files are not what they were
     */
    Path spool(String diffId) throws IOException {
        Path file = Files.createTempFile(temporary, StagedLayer.PREFIX, ".tar");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(diffId, out);
            return file;
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> TreeDelete.delete(file));
            throw failure;
        }
    }

    /** Its archive as it can be read at once; empty if it has to be written of the tree. The end is checked. */
    Optional<InputStream> open(String diffId) throws IOException {
        return layers.require(diffId).kept() ? Optional.of(new VerifiedInput(kept(diffId), diffId)) : Optional.empty();
    }

    /** The layer compressed by gzip: the blob that it came as, or packed anew. */
    PackedLayer pack(String diffId, LongConsumer progress) throws IOException {
        String blob = layers.require(diffId).blob();
        if (!blob.isEmpty()) {
            Path kept = layers.archive(diffId);
            return new PackedLayer(kept, blob, Files.size(kept), false);
        }
        Path file = Files.createTempFile(temporary, StagedLayer.PREFIX, ".tar.gz");
        DigestStream packed = new DigestStream(new BufferedOutputStream(Files.newOutputStream(file)));
        try (OutputStream out = new GZIPOutputStream(packed, BUFFER)) {
            write(diffId, new CountingStream(out, progress));
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> TreeDelete.delete(file));
            throw failure;
        }
        return new PackedLayer(file, packed.text(), packed.count(), true);
    }

    private InputStream kept(String diffId) throws IOException {
        return Decompression.open(Files.newInputStream(layers.archive(diffId)));
    }

    private void write(String diffId, OutputStream out) throws IOException {
        DigestStream digest = new DigestStream(out);
        if (layers.require(diffId).kept()) {
            try (InputStream in = kept(diffId)) {
                in.transferTo(digest);
            }
        } else {
            TreeTar.write(layers.directory(diffId), digest, TreeTar.Options.LAYER);
        }
        if (!digest.text().equals(diffId)) {
            throw new EngineException.SystemFailure("layer " + diffId + " has changed on disk");
        }
    }
}
