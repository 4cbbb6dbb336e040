package dev.berth.runtime.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer's archive compressed, as registries have it.
 *
 * @param digest of the file
 * @param size of the file in bytes
 * @param temporary whether closing deletes the file
 */
public record PackedLayer(Path file, String digest, long size, boolean temporary) implements AutoCloseable {
    @Override
    public void close() {
        try {
            if (temporary) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("delete " + file, failure);
        }
    }
}
